"""Which tables exist, what number each has, and which indexes.

Every table has ``by_id`` and ``by_creation_time`` before the indexes of the schema.
A registry never changes: a new table makes a new registry, so a snapshot can keep
the one it was taken with.

Source: docs "Indexes"; convex-backend crates/database/src/bootstrap_model/table.rs and
crates/indexing/src/index_registry.rs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final, NamedTuple

from minivex.errors import IndexNotFoundError
from minivex.index.index_key import (
    CREATION_TIME_BYTES,
    Document,
    KeyOf,
    compile_key,
    compile_keys,
)
from minivex.schema.search_indexes import SearchIndexDefinition, VectorIndexDefinition
from minivex.schema.tables import Schema, TableDefinition
from minivex.store.system_tables import SYSTEM_TABLES, hidden_index
from minivex.values.ids import INTERNAL_ID_BYTES, encode_id

__all__ = ["TABLES_INDEX", "Index", "IndexState", "Slot", "Table", "TableRegistry"]

FIRST_TABLE_NUMBER: Final = 10_001
"""The first 10,000 numbers belong to the system."""

TABLES_INDEX: Final = "_tables.by_name"
"""The index of the table list: every transaction depends on all of it."""


class IndexState(Enum):
    """Whether queries may name an index. Writes keep it right in every state."""

    ENABLED = "enabled"
    BACKFILLING = "backfilling"
    """A push is building it, and is not done before it is built."""
    STAGED = "staged"
    """It is built in the background, and waits for a push that enables it."""


class Slot(NamedTuple):
    """The place of one index in every revision of a table."""

    label: str
    fields: tuple[str, ...]
    state: IndexState = IndexState.ENABLED


AUTOMATIC: Final = (Slot("by_id", ()), Slot("by_creation_time", ()))
"""The indexes that every table has, in the first places."""


class Index:
    """One index of one table.

    ``name`` is ``table.label``, with ``table`` by its name. ``fields`` are what an index range may name before
    ``_id``; ``position`` is the index's place among those of its table.
    """

    __slots__ = ("fields", "key_fields", "key_of", "label", "name", "position", "state", "table")

    def __init__(self, *, table: str, slot: Slot, position: int) -> None:
        label, fields, self.state = slot
        self.label = label
        self.name = f"{table}.{label}"
        self.table = table
        self.position = position
        self.fields: tuple[str, ...]
        self.key_of: KeyOf
        if label == "by_id":
            self.fields = ()
            self.key_of = _id_key_of
        else:
            self.fields = (*fields, "_creationTime")
            self.key_of = compile_key(fields)
        self.key_fields = (*self.fields, "_id")

    def __repr__(self) -> str:
        return f"Index({self.name})"


class Table:
    """A table: its number, its indexes, and the definition it has in the schema, if any.

    ``slots`` are its indexes when they are not those of the definition, in this order: the ones
    that were there before a push keep their places, so that revisions stay as they are.
    """

    __slots__ = (
        "by_creation_time",
        "by_id",
        "definition",
        "id_prefix",
        "index_by_label",
        "indexed_roots",
        "indexes",
        "is_system",
        "key_functions",
        "key_roots",
        "keys_of",
        "name",
        "number",
        "search_definitions",
        "search_position",
        "slots",
    )

    def __init__(
        self,
        name: str,
        number: int,
        definition: TableDefinition | None,
        slots: Sequence[Slot] | None = None,
    ) -> None:
        self.name = name
        self.is_system = name.startswith("_")
        self.number = number
        self.definition = definition
        self.id_prefix = encode_id(number, bytes(INTERNAL_ID_BYTES))[:_PREFIX_LENGTH]
        declared = () if definition is None else definition.indexes.values()
        if slots is None:
            slots = (*AUTOMATIC, *(Slot(index.name, index.fields) for index in declared))
        self.slots = tuple(slots)
        self.indexes = tuple(
            Index(table=name, slot=slot, position=position)
            for position, slot in enumerate(self.slots)
        )
        self.by_id = self.indexes[0]
        self.by_creation_time = self.indexes[1]
        self.key_functions = tuple(index.key_of for index in self.indexes)
        self.keys_of = compile_keys([slot.fields for slot in self.slots[1:]])
        self.key_roots = tuple(
            frozenset(field.partition(".")[0] for field in slot.fields) for slot in self.slots
        )
        self.indexed_roots = tuple(frozenset[str]().union(*self.key_roots))
        self.index_by_label = {
            index.label: index
            for index in self.indexes
            if not index.label.startswith("_") and index.state is IndexState.ENABLED
        }
        self.search_definitions: tuple[SearchIndexDefinition | VectorIndexDefinition, ...] = ()
        if definition is not None:
            text, vector = definition.search_indexes, definition.vector_indexes
            self.search_definitions = (*text.values(), *vector.values())
        self.search_position = {
            index.name: position for position, index in enumerate(self.search_definitions)
        }

    def index(self, label: str) -> Index:
        """Find an index that may be queried.

        Raises: IndexNotFoundError, if there is none, or if it is staged or not built yet.
        """
        found = self.index_by_label.get(label)
        if found is not None:
            return found
        definition = self.definition
        states = {slot.state for slot in self.slots if slot.label == label}
        waiting = states - {IndexState.ENABLED}
        if label in self.search_position:
            msg = f"Index {self.name}.{label} is not a database index"
        elif IndexState.BACKFILLING in waiting:
            msg = f"Index {self.name}.{label} is currently backfilling and not available to query yet."
        elif waiting or (definition is not None and label in definition.staged_indexes):
            msg = (
                f"Index {self.name}.{label} is currently staged and not available to query "
                "until it is enabled."
            )
        else:
            raise self._not_found(label)
        raise IndexNotFoundError(msg)

    def _not_found(self, label: str) -> IndexNotFoundError:
        """Convex's text, and as a note beside it what there is."""
        error = IndexNotFoundError(f"Index {self.name}.{label} not found.")
        known = [*self.index_by_label, *self.search_position]
        error.add_note(f"Indexes of {self.name}: {', '.join(known)}.")
        return error

    def hidden_index(self, name: str) -> Index:
        """An index of a system table that queries cannot name."""
        label = hidden_index(name)
        return next(index for index in self.indexes if index.label == label)

    def text_index(self, label: str) -> SearchIndexDefinition:
        """Find a text index that may be searched.

        Raises: IndexNotFoundError, if there is none.
        """
        found = self._search_index(label)
        if isinstance(found, SearchIndexDefinition):
            return found
        raise IndexNotFoundError(f"Index {self.name}.{label} is not a search index")

    def vector_index(self, label: str) -> VectorIndexDefinition:
        """Find a vector index that may be searched.

        Raises: IndexNotFoundError, if there is none.
        """
        found = self._search_index(label)
        if isinstance(found, VectorIndexDefinition):
            return found
        raise IndexNotFoundError(f"Index {self.name}.{label} is not a vector index")

    def _search_index(self, label: str) -> SearchIndexDefinition | VectorIndexDefinition | None:
        position = self.search_position.get(label)
        if position is not None:
            return self.search_definitions[position]
        if label not in self.index_by_label:
            definition = self.definition
            declared = () if definition is None else definition.declared_search_indexes
            if any(index.name == label for index in declared):
                raise IndexNotFoundError(
                    f"Index {self.name}.{label} is currently staged and not available to query "
                    "until it is enabled."
                )
            raise self._not_found(label)
        return None

    def __repr__(self) -> str:
        return f"Table({self.name}, {self.number})"


_PREFIX_LENGTH: Final = 3
"""Characters of an id that depend on the table number alone (for numbers from 128 on)."""


class TableRegistry:
    """The tables by name, by number and by the prefix of their ids."""

    __slots__ = ("by_id_prefix", "by_name", "by_number", "numbers", "schema")

    def __init__(self, schema: Schema | None, tables: Sequence[Table]) -> None:
        self.schema = schema
        self.by_name = {table.name: table for table in tables}
        self.by_number = {table.number: table for table in tables}
        self.numbers = {table.name: table.number for table in tables}
        by_id_prefix: dict[str, tuple[Table, ...]] = {}
        for table in tables:
            by_id_prefix[table.id_prefix] = (*by_id_prefix.get(table.id_prefix, ()), table)
        self.by_id_prefix = by_id_prefix

    @classmethod
    def of_schema(cls, schema: Schema | None) -> TableRegistry:
        """Number the tables of ``schema`` in the order of their names, behind the system's."""
        tables = {} if schema is None else schema.tables
        system = [Table(name, *described) for name, described in SYSTEM_TABLES.items()]
        user = [
            Table(name, FIRST_TABLE_NUMBER + position, tables[name])
            for position, name in enumerate(sorted(tables))
        ]
        return cls(schema, [*system, *user])

    def candidates(self, id: str) -> tuple[Table, ...]:
        """Tables that ``id`` may belong to, without decoding it; its own is among them."""
        return self.by_id_prefix.get(id[:_PREFIX_LENGTH], ())

    def new_table(self, name: str, definition: TableDefinition | None = None) -> Table:
        """Make the next table; it becomes part of a registry by ``with_tables``."""
        return Table(name, FIRST_TABLE_NUMBER + len(self.by_name) - len(SYSTEM_TABLES), definition)

    def with_tables(self, tables: Sequence[Table]) -> TableRegistry:
        """Make the registry that has ``tables`` as well."""
        return TableRegistry(self.schema, [*self.by_name.values(), *tables])

    def redefined(self, schema: Schema | None, tables: Mapping[str, Table]) -> TableRegistry:
        """Make the registry of ``schema`` in which ``tables`` are as they are given."""
        return TableRegistry(schema, [*{**self.by_name, **tables}.values()])


def _id_key_of(_document: Document, tail: bytes) -> bytes:
    return tail[CREATION_TIME_BYTES:]
