"""Bugs in what a transaction sees and stages, in what a commit does, and in what follows it."""

from __future__ import annotations

from typing import Any

import pytest

import minivex.commit.committer
import minivex.functions.execution
import minivex.store.snapshot_manager
import minivex.txn.query
import minivex.txn.transaction
from minivex.functions.execution import Execution
from minivex.index.interval import Interval
from minivex.store.snapshot import Snapshot
from minivex.store.snapshot_manager import SnapshotManager
from minivex.txn.read_set import after_key
from minivex.txn.scan import Scan
from minivex.txn.transaction import Transaction
from minivex.txn.write_set import WriteSet
from tests.simulation.planting import Planted, into

__all__ = ["BUGS"]

BUGS: list[Planted] = []
planted = into(BUGS)

# What a transaction sees and stages.


@planted("own writes are not seen through the first index of the schema")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Transaction.scan

    def scan(self: Transaction, table: Any, index: Any, *args: Any, **options: Any) -> Any:
        if index.position == 2:
            return self.snapshot.scan(table.name, index, *args, **options)
        return original(self, table, index, *args, **options)

    patch.setattr(Transaction, "scan", scan)


@planted("a write that changes nothing is staged")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(minivex.txn.transaction, "values_equal", lambda a, b: False)


@planted("a nested call that failed keeps its writes")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(WriteSet, "rollback", lambda self, mark: None)


@planted("a nested call that failed keeps the first of its writes")
def _(patch: pytest.MonkeyPatch) -> None:
    original = WriteSet.rollback

    def rollback(self: WriteSet, mark: Any) -> None:
        original(self, mark._replace(undo_length=mark.undo_length + 1))

    patch.setattr(WriteSet, "rollback", rollback)


@planted("a refused first insert leaves its table behind")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Transaction.insert

    def insert(self: Transaction, table_name: str, value: object) -> str:
        try:
            return original(self, table_name, value)
        except Exception:
            if table_name not in self.registry.by_name:
                self._add_table(self.registry.new_table(table_name))
            raise

    patch.setattr(Transaction, "insert", insert)


@planted("queries hand out the stored documents themselves")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(minivex.txn.query, "copies", lambda rows: [row.document for row in rows])


# What a commit does.


@planted("an update leaves the old entry in the last index")
def _(patch: pytest.MonkeyPatch) -> None:
    original = minivex.store.snapshot_manager._apply

    def apply(maps: Any, old: Any, new: Any) -> None:
        stale = maps[-1]._root.copy(maps[-1]._owner)
        length = len(maps[-1])
        original(maps, old, new)
        if old is not None and new is not None and old.keys[-1] != new.keys[-1]:
            maps[-1]._root, maps[-1]._length = stale, length
            maps[-1].put(new.keys[-1], new)

    patch.setattr(minivex.store.snapshot_manager, "_apply", apply)


@planted("commit timestamps may stand still")
def _(patch: pytest.MonkeyPatch) -> None:
    original = SnapshotManager.publish

    def publish(self: SnapshotManager, ts: int, *args: Any) -> None:
        self.latest.ts = min(self.latest.ts, ts - 1)
        original(self, ts, *args)

    patch.setattr(SnapshotManager, "publish", publish)
    patch.setattr(minivex.commit.committer, "TS_STEP", 0)


@planted("a copied snapshot owns what it still shares")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Snapshot.own

    def own(self: Snapshot, table_name: str) -> None:
        original(self, table_name)
        self.owned.update(self.maps)

    patch.setattr(Snapshot, "own", own)


@planted("a commit changes the newest snapshot even if somebody holds it")
def _(patch: pytest.MonkeyPatch) -> None:
    original = SnapshotManager.publish

    def publish(self: SnapshotManager, *args: Any) -> None:
        pins, self.latest.pins = self.latest.pins, 0
        held = self.latest
        original(self, *args)
        held.pins = pins

    patch.setattr(SnapshotManager, "publish", publish)


# What happens after a conflict.


@planted("a retry begins on the old snapshot")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Execution._begin

    def begin(self: Execution) -> None:
        snapshots = self._host.snapshots
        latest = snapshots.latest
        if self.attempt > 1 and self._transaction is not None:
            snapshots.latest = self._transaction.snapshot
        try:
            original(self)
        finally:
            snapshots.latest = latest

    patch.setattr(Execution, "_begin", begin)


@planted("a mutation is given up after four attempts")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(minivex.functions.execution, "ATTEMPTS_MAX", 4)


@planted("a mutation is attempted six times")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(minivex.functions.execution, "ATTEMPTS_MAX", 6)


@planted("a page begins with the last document of the page before it")
def _(patch: pytest.MonkeyPatch) -> None:
    def behind(self: Scan, interval: Interval, key: bytes) -> Interval:
        start, end = interval
        if self.is_reverse:
            return Interval(start, after_key(key))
        return Interval(max(start, key), end)

    original = Scan.narrow

    def narrow(self: Scan, **places: Any) -> None:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(Scan, "_behind", behind)
            original(self, **places)

    patch.setattr(Scan, "narrow", narrow)
