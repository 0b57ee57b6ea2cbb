"""The model's database: a list of versions, each a dict of dicts, none of which ever changes.

::

    version 0 ── commit 1 ──▶ version 1 ── commit 2 ──▶ version 2 …
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import methodcaller
from typing import NamedTuple, TypeAlias

from labkit.simulation.ordering import Rank, rank
from labkit.simulation.schemas import AUTOMATIC, Indexes, SchemaPlan, TableRule
from minivex.values.kinds import COMMIT_TS
from minivex.values.value import UNDEFINED, Int64, Undefined, Value

__all__ = ["Changes", "Doc", "Key", "Version", "in_order", "stamped"]

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
    """All documents by table and id, the number of each table, and the schema in force.

    Tables stand in the order of their numbers. ``building`` are indexes that a push is waiting
    for, by table.
    """

    tables: dict[str, dict[str, Doc]]
    numbers: dict[str, int]
    indexes: Indexes
    rules: dict[str, TableRule]
    building: dict[str, frozenset[str]] = {}  # noqa: RUF012 - never changed

    def after(self, changes: Changes, numbers: dict[str, int]) -> Version:
        """The version that a commit makes of this one."""
        tables = {name: dict(self.tables.get(name, {})) for name in numbers}
        for old, new in changes:
            if new is not None:
                tables[new.table][new.id] = new
            elif old is not None:
                del tables[old.table][old.id]
        return self._replace(tables=tables, numbers=numbers)

    def preparing(self, plan: SchemaPlan) -> Version:
        """The same, while the indexes are being built that a push needs and that are not there."""
        building = {}
        for table, indexes in plan.indexes.items():
            known = self.indexes.get(table, {})
            missing = [name for name, paths in indexes.items() if known.get(name) != paths]
            if table in self.numbers:
                building[table] = frozenset(missing).difference(AUTOMATIC)
        return self._replace(building=building)

    def pushed(self, plan: SchemaPlan) -> Version:
        """The version that the activation of a push makes of this one."""
        numbers = dict(self.numbers)
        for name in sorted(plan.tables.keys() - numbers.keys()):
            numbers[name] = FIRST_NUMBER + len(numbers)
        tables = {name: self.tables.get(name, {}) for name in numbers}
        return Version(tables, numbers, plan.indexes, plan.rules)


def stamped(changes: Changes, ts: int) -> Changes:
    """The changes with the timestamp of their commit in every place that waits for it."""
    return [(old, None if new is None else _stamped_doc(new, ts)) for old, new in changes]


def _stamped_doc(doc: Doc, ts: int) -> Doc:
    if not _is_waiting(doc.fields):
        return doc
    fields = _stamped_value(doc.fields, ts)
    assert isinstance(fields, dict), "a dict stays one"
    return Doc(doc.table, doc.id, doc.creation, fields)


def _is_waiting(value: Value) -> bool:
    if isinstance(value, list):
        return any(map(_is_waiting, value))
    return any(map(_is_waiting, value.values())) if isinstance(value, dict) else value is COMMIT_TS


def _stamped_value(value: Value, ts: int) -> Value:
    if isinstance(value, list):
        return [_stamped_value(item, ts) for item in value]
    if isinstance(value, dict):
        return {name: _stamped_value(member, ts) for name, member in value.items()}
    return Int64(ts) if value is COMMIT_TS else value


def in_order(docs: Sequence[Doc], paths: tuple[str, ...], *, is_backwards: bool) -> list[Doc]:
    """The documents as an index on ``paths`` has them."""
    return sorted(docs, key=methodcaller("key", paths), reverse=is_backwards)
