"""What an index definition may be.

A user's index orders documents by its fields, then ``_creationTime``, then ``_id``; the last
two are always there and are never declared.

Source: docs "Indexes"; convex-backend crates/common/src/schemas/json.rs and
crates/common/src/bootstrap_model/index/index_validation_error.rs.
Differs: the message about one index always starts with its table and name; Convex leaves
them out of a few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from minivex.errors import DefinitionError
from minivex.schema.push_rules import can_contain_field
from minivex.schema.search_indexes import SearchDefinition
from minivex.schema.validator import Validator
from minivex.values.names import identifier_problem

__all__ = ["INDEXES_PER_TABLE_MAX", "INDEX_FIELDS_MAX", "IndexDefinition", "check_indexes"]

INDEX_FIELDS_MAX: Final = 16
"""Fields of an index, the appended ``_creationTime`` included."""
INDEXES_PER_TABLE_MAX: Final = 64
"""Indexes of a table, staged ones included. The documentation promises 32."""

_RESERVED_NAMES: Final = frozenset({"by_id", "by_creation_time"})


@dataclass(frozen=True, slots=True)
class IndexDefinition:
    """An index as the schema declares it; ``fields`` are paths such as ``"author.name"``."""

    name: str
    fields: tuple[str, ...]


def check_indexes(
    table: str,
    validator: Validator,
    indexes: Sequence[IndexDefinition],
    search_indexes: Sequence[SearchDefinition] = (),
) -> None:
    """Refuse the indexes of a table that a push would refuse, staged ones included.

    Text and vector indexes share the names and the number that a table can have.

    Raises: DefinitionError, for the first rule that is broken.
    """
    if len(indexes) + len(search_indexes) > INDEXES_PER_TABLE_MAX:
        raise DefinitionError(
            f'Table "{table}" cannot have more than {INDEXES_PER_TABLE_MAX} indexes.'
        )
    for index in indexes:
        _check_name(table, index.name)
        if problem := _fields_problem(index.fields):
            raise DefinitionError(f'In table "{table}": In index "{index.name}": {problem}')
        if not index.fields:
            raise DefinitionError(
                f'In table "{table}" index "{index.name}" must have at least one field.'
            )
    for search_index in search_indexes:
        _check_name(table, search_index.name)
    _check_unique(table, indexes, search_indexes)
    for index in indexes:
        for path in index.fields:
            if not can_contain_field(validator, path):
                raise DefinitionError(
                    f'In table "{table}" the index "{index.name}" is invalid because it '
                    f"references the field {path} that does not exist."
                )


def _check_name(table: str, name: str) -> None:
    if identifier_problem(name):
        raise DefinitionError(
            f'In table "{table}": Invalid index name: "{name}". Identifiers must be 64 characters '
            "or less, start with a letter, and only contain letters, digits, underscores."
        )
    if name.startswith("_") or name in _RESERVED_NAMES:
        raise DefinitionError(
            f'In table "{table}" cannot name an index "{name}" because the name is reserved. '
            'Indexes may not start with an underscore or be named "by_id" or "by_creation_time".'
        )


def _fields_problem(fields: tuple[str, ...]) -> str | None:
    seen: set[str] = set()
    for path in fields:
        if any(map(identifier_problem, path.split("."))):
            return f'Invalid index field: "{path}"'
        if path == "_id":
            return "`_id` is not a valid index field. To load documents by ID, use `db.get(id)`."
        if path == "_creationTime":
            return (
                "`_creationTime` is automatically added to the end of each index. It should not "
                "be added explicitly in the index definition. See "
                "https://docs.convex.dev/using/indexes for more details."
            )
        if path.startswith("_"):
            return "Reserved fields (starting with `_`) are not allowed in indexes."
        if path in seen:
            return f"Duplicate field {path}. Index fields must be unique within an index."
        seen.add(path)
    if len(fields) + 1 > INDEX_FIELDS_MAX:
        return f"Indexes may have up to {INDEX_FIELDS_MAX} fields."
    return None


def _check_unique(
    table: str, indexes: Sequence[IndexDefinition], search_indexes: Sequence[SearchDefinition]
) -> None:
    names: set[str] = set()
    name_of_fields: dict[tuple[str, ...], str] = {}
    for index in (*indexes, *search_indexes):
        if index.name in names:
            raise DefinitionError(
                f'Table "{table}" has two or more definitions of index "{index.name}".'
            )
        names.add(index.name)
    for index in indexes:
        if (other := name_of_fields.setdefault(index.fields, index.name)) != index.name:
            raise DefinitionError(
                f'In table "{table}" index "{index.name}" and index "{other}" have the same '
                "fields. Indexes must be unique within a table."
            )
