"""The recent commits, as the index keys they changed.

::

    ts 7  jobs:claim   jobs#1   by_id …          old key, new key in every index
                                by_status …
    ts 9  jobs:add     jobs#2   …

A transaction that began at ts 7 and wants to commit asks: does any old or new key
of a commit after 7 lie in an interval I read? Both keys count, in every index of
the changed document's table, whether or not that index's key changed: a read of a
document through any index depends on the whole document.

Source: docs "OCC and Atomicity"; convex-backend crates/database/src/write_log.rs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from minivex.commit.log_digest import LogDigest, Read
from minivex.errors import ConflictingRead
from minivex.index.interval import EVERYTHING, Interval
from minivex.store.snapshot_manager import Change
from minivex.store.table_registry import TABLES_INDEX, Table
from minivex.txn.read_set import ReadSet, point
from minivex.txn.write_set import WriteSet

__all__ = ["LogEntry", "WriteLog"]

RUNS: Final = (256, 64, 8)
"""How many commits have a digest together; each number divides the one before."""
_RUN_MIN: Final = RUNS[-1]
ENTRIES_MAX: Final = 40 * 256
"""Commits kept, at least. Differs: Convex keeps 30 to 300 seconds of commits, of at most 50 MiB;
here their number counts, and neither age nor size. A mutation that needs an older one meets a
conflict, where Convex has an internal error; both are tried again."""


class LogEntry(NamedTuple):
    """One commit: when, by whom, and what it changed."""

    ts: int
    writer_label: str | None
    writer_path: str | None
    changes: Sequence[Change]
    new_tables: Sequence[Table]
    is_push: bool = False
    """Whether tables, indexes or functions are others from here on."""


class WriteLog:
    """Commits in timestamp order. Those up to ``floor_ts`` are forgotten."""

    __slots__ = ("_defined_ts", "_digests", "_timestamps", "entries", "floor_ts")

    def __init__(self, floor_ts: int) -> None:
        self.floor_ts = floor_ts
        self.entries: list[LogEntry] = []
        self._timestamps: list[int] = []
        self._digests: dict[int, list[LogDigest]] = {size: [] for size in RUNS}
        self._defined_ts = floor_ts

    def append(self, entry: LogEntry) -> None:
        """Note a commit; the oldest ones are forgotten when there are too many.

        Cost: O(1); O(k log k) for the k keys of a run that is full now.
        """
        entries = self.entries
        entries.append(entry)
        self._timestamps.append(entry.ts)
        if entry.new_tables or entry.is_push:
            self._defined_ts = entry.ts
        if len(entries) % _RUN_MIN == 0:
            self._digest()
        if len(entries) > 2 * ENTRIES_MAX:
            self.floor_ts = self._timestamps[ENTRIES_MAX - 1]
            del entries[:ENTRIES_MAX], self._timestamps[:ENTRIES_MAX]
            for size, digests in self._digests.items():
                del digests[: ENTRIES_MAX // size]

    def _digest(self) -> None:
        """Give the runs that the newest commit completes their digests: longer ones of shorter ones."""
        entries, shorter, of_shorter = self.entries, _RUN_MIN, self._digests[_RUN_MIN]
        of_shorter.append(LogDigest(one.changes for one in entries[-_RUN_MIN:]))
        for size in RUNS[-2::-1]:
            if len(entries) % size:
                return
            digests = self._digests[size]
            digests.append(LogDigest.joined(of_shorter[-(size // shorter) :]))
            shorter, of_shorter = size, digests

    def after(self, ts: int) -> list[LogEntry]:
        """The commits with a timestamp greater than ``ts``, oldest first."""
        return self.entries[bisect_right(self._timestamps, ts) :]

    def check_invariants(self) -> None:
        """Assert the order of commits, and that each full run of them has its digest.

        Cost: O(keys × log keys).
        """
        timestamps = self._timestamps
        assert timestamps == [entry.ts for entry in self.entries] == sorted(set(timestamps))
        assert not timestamps or self.floor_ts < timestamps[0], "what is forgotten comes before"
        defined = [one.ts for one in self.entries if one.new_tables or one.is_push]
        assert self._defined_ts == defined[-1] if defined else self._defined_ts <= self.floor_ts
        for size, digests in self._digests.items():
            assert len(digests) == len(self.entries) // size, "one for each run that is full"
            for number, digest in enumerate(digests):
                run = self.entries[number * size : (number + 1) * size]
                digest.check_invariants(entry.changes for entry in run)

    def first_conflict(self, reads: ReadSet, after_ts: int) -> ConflictingRead | None:
        """The earliest change after ``after_ts`` that lies inside ``reads``.

        Cost: O(runs of commits × intervals × log), and for the commits of the last run and of
        one with a change inside ``reads``: O(changes × indexes read × log intervals) each. A
        text search is asked about every change.
        """
        intervals: dict[str, list[Read]] = {}
        for index in reads.indexes():
            found = (index.position, index.name, reads.intervals(index))
            intervals.setdefault(index.table, []).append(found)
        entries = self.entries
        at, past = bisect_right(self._timestamps, after_ts), len(entries)
        while at < past:
            if at % _RUN_MIN == 0 and past - at >= _RUN_MIN and not reads.texts:
                untouched = self._untouched_run(at, intervals)
                if untouched:
                    at += untouched
                    continue
            conflict = _conflict_with(entries[at], reads, intervals, after_ts)
            if conflict is not None:
                return conflict
            at += 1
        return None

    def _untouched_run(self, at: int, reads: Mapping[str, Sequence[Read]]) -> int:
        """How many commits from ``at`` on are known together to have changed nothing in ``reads``."""
        for size, digests in self._digests.items():
            run, offset = divmod(at, size)
            if offset == 0 and run < len(digests) and not digests[run].touches(reads):
                return size
        return 0

    def first_overwrite(self, writes: WriteSet, after_ts: int) -> ConflictingRead | None:
        """The earliest change after ``after_ts`` to a document that ``writes`` changes too.

        Cost: O(changes since then).
        """
        for entry in self.after(after_ts):
            for table, old, new in entry.changes:
                revision = new or old
                assert revision is not None, "a change changes something"
                id = str(revision.document["_id"])
                if writes.get(table.name, id) is not None:
                    interval = point(revision.keys[0])
                    return _conflict(
                        entry, table.name, table.by_id.name, id, read_ts=after_ts, interval=interval
                    )
        return None

    def first_new_table(self, after_ts: int) -> ConflictingRead | None:
        """The earliest table that appeared after ``after_ts``, or push.

        When the log no longer reaches back that far, it cannot know, and says that one may have.

        Cost: O(1) if there is none; O(commits since then) to find it.
        """
        if after_ts < self.floor_ts:
            unknown = LogEntry(self.floor_ts, None, None, (), ())
            return _conflict(
                unknown, "_tables", TABLES_INDEX, "", read_ts=after_ts, interval=EVERYTHING
            )
        if after_ts >= self._defined_ts:
            return None
        entry = next(one for one in self.after(after_ts) if one.is_push or one.new_tables)
        table = "_schemas" if entry.is_push else "_tables"
        id = "" if entry.is_push else entry.new_tables[0].name
        return _conflict(entry, table, TABLES_INDEX, id, read_ts=after_ts, interval=EVERYTHING)


def _conflict_with(
    entry: LogEntry, reads: ReadSet, intervals: Mapping[str, Sequence[Read]], read_ts: int
) -> ConflictingRead | None:
    """The first change of a commit that lies inside ``reads``; ``intervals`` are theirs by table."""
    for change in entry.changes:
        table = change.table.name
        for position, name, read in intervals.get(table, ()):
            for revision in (change.old, change.new):
                if revision is None:
                    continue
                interval = read.find(revision.keys[position])
                if interval is not None:
                    id = str(revision.document["_id"])
                    return _conflict(entry, table, name, id, read_ts=read_ts, interval=interval)
        if reads.texts:
            conflict = _text_conflict(entry, change, reads, read_ts)
            if conflict is not None:
                return conflict
    return None


def _text_conflict(
    entry: LogEntry, change: Change, reads: ReadSet, read_ts: int
) -> ConflictingRead | None:
    """What a text search of ``reads`` has to do with a change, if anything."""
    for read in reads.texts:
        for revision in (change.old, change.new):
            if revision is None or read.table != change.table.name:
                continue
            term = read.query.finds(revision.document)
            if term is not None:
                id = str(revision.document["_id"])
                return _conflict(
                    entry, read.table, read.index_name, id, read_ts=read_ts, interval=term.interval
                )
    return None


def _conflict(
    entry: LogEntry, table: str, index: str, id: str, *, read_ts: int, interval: Interval
) -> ConflictingRead:
    return ConflictingRead(
        index=index,
        table=table,
        id=id,
        writer_label=entry.writer_label,
        writer_path=entry.writer_path,
        read_ts=read_ts,
        write_ts=entry.ts,
        interval=interval,
    )
