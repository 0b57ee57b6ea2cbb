"""The schemas of random histories: what tables may hold, and which indexes they have.

A rule says which fields a document must have and which it may have; the values are free. That is
enough for a push to be refused, by a document that was there or by one that is written meanwhile.

Source: docs "Schemas".
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple, TypeAlias

from minivex import define_schema, define_table, v
from minivex.schema.tables import Schema

__all__ = ["AUTOMATIC", "FIELDS", "Indexes", "SchemaPlan", "TableRule"]

Indexes: TypeAlias = dict[str, dict[str, tuple[str, ...]]]
"""Per table the fields of each index, the automatic ones and those that end every key included."""

AUTOMATIC: Final = {"by_id": ("_id",), "by_creation_time": ("_creationTime", "_id")}

FIELDS: Final = frozenset({"x", "y", "n"})
"""What the documents of a table may hold when nothing is said."""


class TableRule(NamedTuple):
    """One table: its indexes, and the fields that its documents must have and may have."""

    indexes: dict[str, tuple[str, ...]]
    required: frozenset[str] = frozenset()
    allowed: frozenset[str] = FIELDS

    def accepts(self, fields: Collection[str]) -> bool:
        """Whether a document with these fields matches."""
        return self.required <= set(fields) <= self.allowed


class SchemaPlan(NamedTuple):
    """A schema; one that is not enforced still has its indexes."""

    tables: dict[str, TableRule]
    is_enforced: bool = True

    @property
    def indexes(self) -> Indexes:
        """All indexes of all tables of the schema."""
        return {
            table: {
                **AUTOMATIC,
                **{name: (*on, "_creationTime", "_id") for name, on in rule.indexes.items()},
            }
            for table, rule in self.tables.items()
        }

    @property
    def rules(self) -> dict[str, TableRule]:
        """What is enforced, by table."""
        return self.tables if self.is_enforced else {}

    def in_the_engine(self) -> Schema:
        """The same for the engine."""
        tables = {}
        for name, rule in self.tables.items():
            fields = {
                field: v.any() if field in rule.required else v.optional(v.any())
                for field in sorted(rule.allowed)
            }
            table = define_table(fields)
            for index, on in rule.indexes.items():
                table.index(index, list(on))
            tables[name] = table
        return define_schema(tables, schema_validation=self.is_enforced)
