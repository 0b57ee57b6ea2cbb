"""Bugs in pushes, in commit timestamps, and in what a query on the stale snapshot sees."""

from __future__ import annotations

from typing import Any

import pytest

import minivex.commit.committer
import minivex.store.backfill
from minivex.commit.write_log import WriteLog
from minivex.services.push import Push
from minivex.store.revision import Revision
from minivex.store.snapshot_manager import SnapshotManager
from minivex.txn.transaction import Transaction
from minivex.values.pending import resolve
from minivex.values.value import Value
from tests.simulation.planting import Planted, into

__all__ = ["BUGS"]

BUGS: list[Planted] = []
planted = into(BUGS)

# Pushes.


@planted("a push does not look at what is written while it runs")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Push, "_check_new_documents", lambda self: None)


@planted("a push checks the first documents of each table only")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Push._check

    def check(self: Push, documents: int) -> None:
        table = self._left[0]
        original(self, documents)
        if self._left and self._left[0] == table:
            self._left.pop(0)
            self._position = (b"", 0)

    patch.setattr(Push, "_check", check)


@planted("a mutation that began before a push commits under the schema of then")
def _(patch: pytest.MonkeyPatch) -> None:
    original = WriteLog.first_new_table

    def first_new_table(self: WriteLog, after_ts: int) -> Any:
        found = original(self, after_ts)
        return None if found is not None and found.table == "_schemas" else found

    patch.setattr(WriteLog, "first_new_table", first_new_table)


@planted("a push that was refused leaves its indexes behind")
def _(patch: pytest.MonkeyPatch) -> None:
    def abandon(self: Push) -> None:
        self._phase = None
        self._host.current_push = None

    patch.setattr(Push, "abandon", abandon)


@planted("an index that is being built misses the last document of a step")
def _(patch: pytest.MonkeyPatch) -> None:
    original = minivex.store.backfill.complete

    def complete(target: Any, table: Any, revisions: Any) -> None:
        original(target, table, revisions[:-1] if len(revisions) > 1 else revisions)

    patch.setattr(minivex.store.backfill, "complete", complete)


@planted("a document that lacks keys of a new index is changed as it is")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SnapshotManager, "complete", lambda self, changes: list(changes))


@planted("a table that comes during a push does without its indexes")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Push._begin_backfills

    def begin_backfills(self: Push) -> bool:
        return self._phase == "check" and original(self)

    patch.setattr(Push, "_begin_backfills", begin_backfills)


# Commit timestamps.


@planted("the commit timestamp is that of the commit before")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(minivex.commit.committer, "resolve", lambda value, ts: resolve(value, ts - 1_000))


@planted("a commit timestamp inside an object is not filled in")
def _(patch: pytest.MonkeyPatch) -> None:
    def shallow(value: Value, ts: int) -> Value:
        assert isinstance(value, dict), "a document is an object"
        return {
            name: member if isinstance(member, dict) else resolve(member, ts)
            for name, member in value.items()
        }

    patch.setattr(minivex.commit.committer, "resolve", shallow)


@planted("an index keeps the key that a document had before its commit timestamp was known")
def _(patch: pytest.MonkeyPatch) -> None:
    original = minivex.commit.committer._resolved

    def resolved(change: Any, ts: int) -> Any:
        after = original(change, ts)
        if after.new is None:
            return after
        new = Revision(after.new.document, change.new.keys, after.new.size_bytes)
        return after._replace(new=new)

    patch.setattr(minivex.commit.committer, "_resolved", resolved)


# Stale snapshots.


@planted("a query on the stale snapshot is part of the read set")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Transaction.without_writes

    def without_writes(self: Transaction) -> Transaction:
        other = original(self)
        other.reads = self.reads
        return other

    patch.setattr(Transaction, "without_writes", without_writes)


@planted("a query on the stale snapshot sees own writes")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Transaction.without_writes

    def without_writes(self: Transaction) -> Transaction:
        other = original(self)
        other.writes, other.registry = self.writes, self.registry
        return other

    patch.setattr(Transaction, "without_writes", without_writes)
