"""The model's database: a list of versions, each a dict of dicts, none of which ever changes.

::

    version 0 ── commit 1 ──▶ version 1 ── commit 2 ──▶ version 2 …
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import methodcaller
from typing import NamedTuple, TypeAlias

from labkit.simulation.ordering import Rank, rank
from minivex.values.value import UNDEFINED, Undefined, Value

__all__ = ["Changes", "Doc", "Indexes", "Key", "Version", "in_order"]

Indexes: TypeAlias = dict[str, dict[str, tuple[str, ...]]]
"""Per table the fields of each index; ``by_id`` and ``by_creation_time`` have none."""

Key: TypeAlias = tuple[Rank, ...]
"""The rank of each field of an index: where a document stands in it."""

FIRST_NUMBER = 10_001
"""The number of the first table that is not the system's."""


class Doc:
    """One document as one transaction left it."""

    __slots__ = ("_keys", "_text", "creation", "fields", "id", "table")

    def __init__(self, table: str, id: str, creation: float, fields: dict[str, Value]) -> None:
        self.table = table
        self.id = id
        self.creation = creation
        self.fields = fields
        self._keys: dict[tuple[str, ...], Key] = {}
        self._text = ""

    def key(self, paths: tuple[str, ...]) -> Key:
        """Where the document stands in an index on ``paths``; ``_id`` alone is ``by_id``."""
        found = self._keys.get(paths)
        if found is None:
            parts = [rank(self.at(path)) for path in paths]
            found = self._keys[paths] = tuple(parts)
        return found

    def at(self, path: str) -> Value | Undefined:
        """What the document holds at a path such as ``n.k``."""
        if path == "_id":
            return self.id
        if path == "_creationTime":
            return self.creation
        found: Value | Undefined = self.fields
        for name in path.split("."):
            found = found.get(name, UNDEFINED) if isinstance(found, dict) else UNDEFINED
        return found

    @property
    def text(self) -> str:
        """The document as Python shows the dict that a handler gets."""
        if not self._text:
            whole: dict[str, Value] = {
                **self.fields,
                "_id": self.id,
                "_creationTime": self.creation,
            }
            self._text = repr(dict(sorted(whole.items())))
        return self._text


Changes: TypeAlias = Sequence[tuple[Doc | None, Doc | None]]
"""What a commit did: each changed document before and after."""


class Version(NamedTuple):
    """All documents by table and id, and the number of each table, in the order of numbers."""

    tables: dict[str, dict[str, Doc]]
    numbers: dict[str, int]

    def after(self, changes: Changes, numbers: dict[str, int]) -> Version:
        """The version that a commit makes of this one."""
        tables = {name: dict(self.tables.get(name, {})) for name in numbers}
        for old, new in changes:
            if new is not None:
                tables[new.table][new.id] = new
            elif old is not None:
                del tables[old.table][old.id]
        return Version(tables, numbers)


def in_order(docs: Sequence[Doc], paths: tuple[str, ...], *, is_backwards: bool) -> list[Doc]:
    """The documents as an index on ``paths`` has them."""
    return sorted(docs, key=methodcaller("key", paths), reverse=is_backwards)
