"""What a transaction has written and nobody else can see yet.

Several writes to one document become one: the revision it had when the
transaction began, and the one it has now. A nested call can be undone alone::

    begin_nested()  ── mark ──▶  writes …  ──▶  rollback(mark)   as if not written
                                           └─▶  (nothing to do)  kept

Source: convex-backend crates/database/src/writes.rs.
"""

from __future__ import annotations

from typing import NamedTuple

from minivex.store.revision import Revision
from minivex.store.snapshot_manager import Change
from minivex.store.table_registry import Table

__all__ = ["Mark", "WriteSet"]


class Mark(NamedTuple):
    """A point in the history of a write set."""

    undo_length: int
    new_table_count: int


class WriteSet:
    """Per table, the document ids that were written, each with its pending change: ``by_table``.

    A table that is not in it has none; one that is may have had some before a rollback.

    ``has_commit_ts`` says that a commit timestamp may have to be filled in.
    """

    __slots__ = ("_undo", "by_table", "has_commit_ts", "new_tables")

    def __init__(self) -> None:
        self.by_table: dict[str, dict[str, Change]] = {}
        self._undo: list[tuple[str, str, Change | None]] = []
        self.new_tables: tuple[Table, ...] = ()
        self.has_commit_ts = False

    def __bool__(self) -> bool:
        return bool(self._undo or self.new_tables)

    def stage(
        self,
        table: Table,
        id: str,
        old: Revision | None,
        new: Revision | None,
    ) -> None:
        """Let the document ``id`` become ``new``; ``old`` is what it was before this write."""
        name = table.name
        pending = self.by_table.get(name)
        if pending is None:
            pending = self.by_table[name] = {}
        earlier = pending.get(id)
        self._undo.append((name, id, earlier))
        pending[id] = Change(table, old if earlier is None else earlier.old, new)

    def get(self, table_name: str, id: str) -> Change | None:
        """The pending change of one document."""
        pending = self.by_table.get(table_name)
        return None if pending is None else pending.get(id)

    def of_table(self, table_name: str) -> dict[str, Change] | None:
        """The pending changes of a table by document id, or ``None`` if there are none."""
        return self.by_table.get(table_name) or None

    def changes(self) -> list[Change]:
        """One change per document, in the order of first writes.

        A document that was inserted and deleted again is not among them.

        Cost: O(documents written).
        """
        return [
            change
            for pending in self.by_table.values()
            for change in pending.values()
            if change.old is not None or change.new is not None
        ]

    def check_invariants(self) -> None:
        """Assert that exactly the documents in the undo list are pending, each as its own."""
        written = {(name, id) for name, id, _ in self._undo}
        assert written == {(name, id) for name, all_of in self.by_table.items() for id in all_of}
        for name, pending in self.by_table.items():
            for id, (table, old, new) in pending.items():
                assert table.name == name, "filed under its table"
                documents = [one.document for one in (old, new) if one is not None]
                assert all(document["_id"] == id for document in documents), "and under its id"

    def begin_nested(self) -> Mark:
        """Remember this moment."""
        return Mark(len(self._undo), len(self.new_tables))

    def rollback(self, mark: Mark) -> None:
        """Undo every write since ``mark``, the last one first.

        Cost: O(writes undone).
        """
        undo = self._undo
        while len(undo) > mark.undo_length:
            table_name, id, earlier = undo.pop()
            pending = self.by_table[table_name]
            if earlier is None:
                del pending[id]
            else:
                pending[id] = earlier
        self.new_tables = self.new_tables[: mark.new_table_count]
