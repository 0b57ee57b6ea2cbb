"""The newest snapshot: who holds it, and how a commit makes the next one.

::

    nobody holds it          somebody does
    ───────────────          ─────────────────────────────
    change it in place       old ──▶ stays as it is
                             new ──▶ shares all that did not change, and makes a table
                                     its own before a commit changes it

Source: convex-backend crates/database/src/snapshot_manager.rs.
Differs: a deployment keeps the snapshots of the last seconds, so that a new
transaction may begin a little in the past. Here one always begins at the newest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from minivex.index.sorted_map import SortedMap
from minivex.store.backfill import Backfill, backfill, complete, redefine
from minivex.store.revision import Revision
from minivex.store.snapshot import Snapshot
from minivex.store.table_registry import Table, TableRegistry

__all__ = ["Change", "SnapshotManager"]


class Change(NamedTuple):
    """What one commit did to one document; no ``old`` for an insert, no ``new`` for a delete."""

    table: Table
    old: Revision | None
    new: Revision | None


class SnapshotManager:
    """Keeps ``latest`` and is the only one to change it.

    Revisions of transactions that began up to ``built_ts`` may lack keys of indexes that have
    been built since.
    """

    __slots__ = ("backfills", "built_ts", "latest")

    def __init__(self, latest: Snapshot) -> None:
        self.latest = latest
        self.backfills: dict[str, Backfill] = {}
        self.built_ts = -1

    def pin(self) -> Snapshot:
        """Take the newest snapshot; it stays as it is until it is released."""
        latest = self.latest
        latest.pins += 1
        return latest

    def release(self, snapshot: Snapshot) -> None:
        """Give a snapshot back. The holder must not read it any more."""
        snapshot.pins -= 1
        assert snapshot.pins >= 0, "each pin is released once"

    def share(self) -> SnapshotManager:
        """Make a second manager that goes on from the newest snapshot on its own.

        Cost: O(1).
        """
        self.latest.is_shared = True
        other = SnapshotManager(self.latest)
        other.backfills = self.backfills.copy()
        other.built_ts = self.built_ts
        return other

    def redefine(self, ts: int, registry: TableRegistry) -> None:
        """Make the snapshot at ``ts``, which has the tables and indexes of ``registry``.

        Cost: as ``store.backfill.redefine``.
        """
        target = self._writable(ts)
        for name, state in redefine(target, registry).items():
            self.backfills.pop(name, None)
            if state is not None:
                self.backfills[name] = state
        self.latest = target

    def backfill(self, table_name: str, limit: int) -> None:
        """Bring the indexes of a table that are being built ``limit`` documents further.

        The newest snapshot has the same timestamp and documents as before.

        Cost: O(limit × indexes × log n).
        """
        target = self._writable(self.latest.ts)
        table = target.registry.by_name[table_name]
        state = backfill(target, table, self.backfills.pop(table_name), limit)
        if state is not None:
            self.backfills[table_name] = state
        self.built_ts = target.ts
        self.latest = target

    def complete(self, changes: Sequence[Change]) -> list[Change]:
        """The changes, starting from revisions that are in every index of their table.

        Cost: O(changes × indexes × log n).
        """
        target = self._writable(self.latest.ts)
        whole = []
        for table, old, new in changes:
            if old is not None and len(old.keys) < len(table.slots):
                current = target.get(table.name, old.keys[0])
                assert current is not None, "nobody else has deleted it: that is a conflict"
                complete(target, table, [current])
                old = target.get(table.name, old.keys[0])  # noqa: PLW2901 - it got its keys
            whole.append(Change(table, old, new))
        self.latest = target
        return whole

    def publish(self, ts: int, changes: Sequence[Change], new_tables: Sequence[Table]) -> None:
        """Make the snapshot at ``ts``, which has ``changes`` and ``new_tables`` as well.

        Cost: O(changes × indexes × log n); a held snapshot adds one copied path per index.
        """
        assert ts > self.latest.ts, "commit timestamps strictly increase"
        target = self._writable(ts)
        if new_tables:
            target.registry = target.registry.with_tables(new_tables)
            for table in new_tables:
                target.add_table(table)
        for table, old, new in changes:
            name = table.name
            if name not in target.owned:
                target.own(name)
            _apply(target.maps[name], old, new)
            for index in target.searches.get(name, ()):
                if old is not None:
                    index.remove(old.document, old.keys[1])
                if new is not None:
                    index.put(new.document, new.keys[1], new)
        self.latest = target

    def _writable(self, ts: int) -> Snapshot:
        """The newest snapshot, or a copy if somebody holds it, under the timestamp ``ts``."""
        target = self.latest
        if target.pins > 0 or target.is_shared:
            target = Snapshot(ts, target.registry, target.maps.copy(), target.searches.copy())
        target.ts = ts
        return target


def _apply(maps: list[SortedMap[Revision]], old: Revision | None, new: Revision | None) -> None:
    """Let ``new`` take the place of ``old`` in every database index of a table."""
    if old is None:
        assert new is not None, "a change changes something"
        for rows, key in zip(maps, new.keys, strict=True):
            rows.put(key, new)
    elif new is None:
        for rows, key in zip(maps, old.keys, strict=True):
            rows.remove(key)
    else:
        for rows, old_key, key in zip(maps, old.keys, new.keys, strict=True):
            if old_key != key:
                rows.remove(old_key)
            rows.put(key, new)
