"""Bugs in what enters the read set, and in what the check at the commit makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import minivex.commit.committer
from minivex.commit.write_log import LogEntry, WriteLog
from minivex.index.interval import Interval, IntervalSet
from minivex.store.snapshot_manager import Change
from minivex.store.table_registry import Index
from minivex.txn.read_set import ReadSet, after_key
from minivex.txn.scan import Scan
from minivex.txn.transaction import Transaction
from tests.simulation.planting import Planted, into

__all__ = ["BUGS"]

BUGS: list[Planted] = []
planted = into(BUGS)

# What the check at the commit looks at.


@planted("the check skips the last interval read of each index")
def _(patch: pytest.MonkeyPatch) -> None:
    def intervals(self: ReadSet, index: Index) -> IntervalSet:
        return IntervalSet([read[1:] for read in self.ranges if read[0] is index][:-1])

    patch.setattr(ReadSet, "intervals", intervals)


def _log_without(patch: pytest.MonkeyPatch, keep: Callable[[Change], Change | None]) -> None:
    """Let the check see only what ``keep`` leaves of each change."""
    original = WriteLog.first_conflict

    def first_conflict(self: WriteLog, reads: ReadSet, after_ts: int) -> Any:
        log = WriteLog(self.floor_ts)
        for entry in self.entries:
            kept = [change for change in map(keep, entry.changes) if change is not None]
            log.append(LogEntry(*entry[:3], kept, entry.new_tables))
        return original(log, reads, after_ts)

    patch.setattr(WriteLog, "first_conflict", first_conflict)


@planted("phantoms are overlooked: an insert never conflicts")
def _(patch: pytest.MonkeyPatch) -> None:
    _log_without(patch, lambda change: None if change.old is None else change)


@planted("the check forgets the old keys of a change")
def _(patch: pytest.MonkeyPatch) -> None:
    _log_without(patch, lambda change: change._replace(old=None))


@planted("the check forgets the new keys of a change")
def _(patch: pytest.MonkeyPatch) -> None:
    _log_without(patch, lambda change: change._replace(new=None))


@planted("the check begins one commit too late")
def _(patch: pytest.MonkeyPatch) -> None:
    original = WriteLog.after
    patch.setattr(WriteLog, "after", lambda self, ts: original(self, ts)[1:])


@planted("the check asks for overlapping writes only, so writes skew")
def _(patch: pytest.MonkeyPatch) -> None:
    def check(transaction: Transaction, log: WriteLog, rule: object) -> Any:
        return log.first_overwrite(transaction.writes, transaction.begin_ts)

    patch.setattr(minivex.commit.committer, "first_conflict", check)


@planted("a new table conflicts with nobody")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(WriteLog, "first_new_table", lambda self, after_ts: None)


@planted("every commit conflicts with every transaction that overlaps it")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(IntervalSet, "find", lambda self, key: Interval(b"", None))


# What enters the read set.


@planted("take(n) does not record its last document")
def _(patch: pytest.MonkeyPatch) -> None:
    def up_to(self: Scan, interval: Interval, key: bytes) -> Interval:
        start, end = interval
        return Interval(after_key(key), end) if self.is_reverse else Interval(start, key)

    patch.setattr(Scan, "_up_to", up_to)


@planted("take(n) records the whole range")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Scan, "_up_to", lambda self, interval, key: interval)


@planted("a range with nothing in it is not recorded")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Scan.record

    def record(self: Scan) -> None:
        if self.count or not self.is_over:
            original(self)

    patch.setattr(Scan, "record", record)


def _forget_get(patch: pytest.MonkeyPatch, forgets: Callable[[Any], bool], method: str) -> None:
    original = getattr(Transaction, method)

    def read(self: Transaction, *args: Any) -> Any:
        found = original(self, *args)
        if found is not None and forgets(found[1]):
            self.reads.ranges.pop()
        return found

    patch.setattr(Transaction, method, read)


@planted("a get that found nothing is not recorded")
def _(patch: pytest.MonkeyPatch) -> None:
    _forget_get(patch, lambda revision: revision is None, "_read")


@planted("patch, replace and delete do not record the document they change")
def _(patch: pytest.MonkeyPatch) -> None:
    _forget_get(patch, lambda revision: True, "_read_for_write")


@planted("the reads of a nested call that failed are forgotten")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Transaction.rollback

    def rollback(self: Transaction, mark: Any) -> None:
        self.reads = ReadSet()
        original(self, mark)

    patch.setattr(Transaction, "rollback", rollback)
