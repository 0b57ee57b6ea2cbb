"""Tables and the schema that they make.

::

    schema = define_schema(
        {
            "messages": define_table({"channel": v.id("channels"), "body": v.string()}).index(
                "by_channel", ["channel"]
            ),
        }
    )

Every document also has ``_id`` and ``_creationTime``, which no schema declares.

Source: docs "Schemas"; npm-packages/convex/src/server/schema.ts;
convex-backend crates/common/src/schemas/mod.rs.
Differs: a schema is checked as soon as it is defined, by the rules that Convex applies when it
is pushed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from minivex.errors import DefinitionError, SchemaValidationError
from minivex.schema.indexes import IndexDefinition, check_indexes
from minivex.schema.push_rules import check_document_validator
from minivex.schema.search_indexes import (
    SearchIndexDefinition,
    VectorIndexDefinition,
    check_search_index,
)
from minivex.schema.validators import (
    AnyValidator,
    IdValidator,
    ObjectValidator,
    Tables,
    UnionValidator,
    Validator,
    as_object_validator,
    v,
)
from minivex.values.document import SYSTEM_FIELDS
from minivex.values.kinds import Value
from minivex.values.names import identifier_problem

__all__ = ["IndexDefinition", "Schema", "TableDefinition", "define_schema", "define_table"]


class TableDefinition:
    """One table: what its documents look like, and how they are indexed.

    ``indexes`` can be queried; ``staged_indexes`` cannot yet. The automatic indexes
    (``by_id``, ``by_creation_time``) are in neither. Text and vector indexes are in
    ``search_indexes`` and ``vector_indexes``; those that are staged are in none of them.
    """

    def __init__(self, validator: Validator) -> None:
        self.validator = validator
        self.declared_indexes: list[IndexDefinition] = []
        self.indexes: dict[str, IndexDefinition] = {}
        self.staged_indexes: dict[str, IndexDefinition] = {}
        self.search_indexes: dict[str, SearchIndexDefinition] = {}
        self.vector_indexes: dict[str, VectorIndexDefinition] = {}
        self.declared_search_indexes: list[SearchIndexDefinition | VectorIndexDefinition] = []
        self._document_validator = _without_system_fields(validator)
        self._whole_validator = _with_any_system_fields(self._document_validator)

    def index(self, name: str, fields: Sequence[str], *, staged: bool = False) -> Self:
        """Add an index on ``fields``, in this order, and return the table itself.

        A staged index is built in the background and cannot be queried until it is declared
        without ``staged``.

        Raises: DefinitionError, if ``fields`` is not a list of names. What else can be wrong
        with an index is said by ``define_schema``, which knows the name of the table.
        """
        if isinstance(fields, str) or not all(isinstance(path, str) for path in fields):
            raise DefinitionError(
                f".index({name!r}, ...) takes a list of field names, and got {fields!r}. "
                f'Write .index({name!r}, ["field"]).'
            )
        index = IndexDefinition(name, tuple(fields))
        self.declared_indexes.append(index)
        (self.staged_indexes if staged else self.indexes)[name] = index
        return self

    def search_index(
        self,
        name: str,
        *,
        search_field: str,
        filter_fields: Sequence[str] = (),
        staged: bool = False,
    ) -> Self:
        """Add a text index on one string field, and return the table itself."""
        index = SearchIndexDefinition(name, search_field, tuple(filter_fields))
        self.declared_search_indexes.append(index)
        if not staged:
            self.search_indexes[name] = index
        return self

    def vector_index(
        self,
        name: str,
        *,
        vector_field: str,
        dimensions: int,
        filter_fields: Sequence[str] = (),
        staged: bool = False,
    ) -> Self:
        """Add a vector index on one array of numbers, and return the table itself."""
        index = VectorIndexDefinition(name, vector_field, dimensions, tuple(filter_fields))
        self.declared_search_indexes.append(index)
        if not staged:
            self.vector_indexes[name] = index
        return self

    def check_document(
        self, document: dict[str, Value], *, table: str, tables: Tables | None = None
    ) -> None:
        """Refuse a document that does not match; its system fields are not looked at.

        Raises: SchemaValidationError, worded for a write to ``table``.
        """
        if "_id" in document and "_creationTime" in document:
            if self._whole_validator.accepts(document, tables):
                return
        elif self._document_validator.accepts(document, tables):
            return
        fields = {name: document[name] for name in document if name not in SYSTEM_FIELDS}
        if not self._document_validator.accepts(fields, tables):
            body = self._document_validator.explain(fields, tables, "")
            raise SchemaValidationError(table, body)

    def to_json(self) -> dict[str, object]:
        """The table in the form that Convex's tools exchange.

        Source: npm-packages/convex/src/server/schema.ts (export).
        """
        staged = set(self.staged_indexes)
        declared = self.declared_indexes
        return {
            "indexes": [_index_json(index) for index in declared if index.name not in staged],
            "stagedDbIndexes": [_index_json(index) for index in declared if index.name in staged],
            "searchIndexes": [index.to_json() for index in self.search_indexes.values()],
            "stagedSearchIndexes": self._staged_json(SearchIndexDefinition),
            "vectorIndexes": [index.to_json() for index in self.vector_indexes.values()],
            "stagedVectorIndexes": self._staged_json(VectorIndexDefinition),
            "documentType": self.validator.to_json(),
        }

    def _staged_json(
        self, kind: type[SearchIndexDefinition | VectorIndexDefinition]
    ) -> list[dict[str, object]]:
        ready = {**self.search_indexes, **self.vector_indexes}
        return [
            index.to_json()
            for index in self.declared_search_indexes
            if isinstance(index, kind) and index.name not in ready
        ]


def _with_any_system_fields(validator: Validator) -> Validator:
    """The same for a stored document, which so needs no copy without them to be checked."""
    if isinstance(validator, ObjectValidator):
        return validator.extend({"_id": v.string(), "_creationTime": v.number()})
    if isinstance(validator, UnionValidator):
        return v.union(*map(_with_any_system_fields, validator.members))
    return validator


def _index_json(index: IndexDefinition) -> dict[str, object]:
    return {"indexDescriptor": index.name, "fields": list(index.fields)}


def _without_system_fields(validator: Validator) -> Validator:
    """Declared system fields are ignored, so they must not count as missing."""
    if isinstance(validator, ObjectValidator):
        return validator.omit(*[name for name in validator.fields if name.startswith("_")])
    if isinstance(validator, UnionValidator):
        return v.union(*map(_without_system_fields, validator.members))
    return validator


class Schema:
    """All tables that were declared. Tables that were not can be written too, unchecked.

    ``is_enforced`` is false with ``schema_validation=False``: then documents are not checked,
    and tables and indexes still exist.
    """

    def __init__(
        self, tables: Mapping[str, TableDefinition], *, schema_validation: bool = True
    ) -> None:
        self.tables: dict[str, TableDefinition] = dict(tables)
        self.is_enforced = schema_validation

    def check_definition(self) -> None:
        """Refuse a schema that a push would refuse.

        Raises: DefinitionError, for the first table, in name order, with something wrong.
        """
        for name, table in sorted(self.tables.items()):
            if identifier_problem(name):
                raise DefinitionError(
                    f'Invalid table name: "{name}". Identifiers must start with a letter and '
                    "can only contain letters, digits, and underscores."
                )
            if name.startswith("_"):
                raise DefinitionError(f"{name} is a reserved table name.")
            check_document_validator(table.validator)
            search_indexes = table.declared_search_indexes
            check_indexes(name, table.validator, table.declared_indexes, search_indexes)
            for index in search_indexes:
                check_search_index(name, table.validator, index)

    def check_document(
        self, document: dict[str, Value], *, table: str, tables: Tables | None = None
    ) -> None:
        """Refuse a document that its table's validator refuses, if there is one to ask.

        Raises: SchemaValidationError.
        """
        if self.is_enforced:
            definition = self.tables.get(table)
            if definition is not None:
                definition.check_document(document, table=table, tables=tables)

    def doc(self, table: str) -> Validator:
        """Validator of whole documents of ``table``, with their system fields.

        Raises: DefinitionError, if there is no such table.
        """
        return _with_system_fields(table, self._table(table).validator)

    def id(self, table: str) -> IdValidator:
        """Validator of the ids of ``table``.

        Raises: DefinitionError, if there is no such table.
        """
        self._table(table)
        return v.id(table)

    def to_json(self) -> dict[str, object]:
        """The schema in the form that Convex's tools exchange."""
        tables = [{"tableName": name, **table.to_json()} for name, table in self.tables.items()]
        return {"tables": tables, "schemaValidation": self.is_enforced}

    def _table(self, name: str) -> TableDefinition:
        if name not in self.tables:
            raise DefinitionError(
                f'Table "{name}" is not in this schema. Tables in this schema: '
                f"{', '.join(self.tables)}"
            )
        return self.tables[name]


def _with_system_fields(table: str, validator: Validator) -> Validator:
    match validator:
        case AnyValidator():
            return validator
        case ObjectValidator():
            return validator.extend({"_id": v.id(table), "_creationTime": v.number()})
        case UnionValidator(members=members):
            return v.union(*[_with_system_fields(table, member) for member in members])
        case _:
            raise DefinitionError(
                f'Invalid validator for table "{table}": a table\'s documents must be objects, '
                "or a union of objects (see https://docs.convex.dev/database/schemas)"
            )


def define_table(fields: Mapping[str, Validator] | Validator) -> TableDefinition:
    """A table whose documents have these fields, or match this validator.

    Raises: DefinitionError, if a field has no validator.
    """
    return TableDefinition(as_object_validator(fields, where="define_table()"))


def define_schema(
    tables: Mapping[str, TableDefinition],
    schema_validation: bool = True,  # noqa: FBT001, FBT002 - Convex's option
) -> Schema:
    """The schema of an application. With ``schema_validation=False`` documents go unchecked.

    Raises: DefinitionError, if a push would refuse it.
    """
    for name, table in tables.items():
        if not isinstance(table, TableDefinition):
            raise DefinitionError(
                f'define_schema(): table "{name}" is {table!r}. Use define_table({{...}}).'
            )
    schema = Schema(tables, schema_validation=schema_validation)
    schema.check_definition()
    return schema
