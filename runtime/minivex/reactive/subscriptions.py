"""Who must hear of a commit: live read sets in, commits in, touched subscribers out.

::

    subscriber 1   reads jobs.by_status [status = "pending"]   ─┐
    subscriber 2   reads jobs.by_id     [_id = "j5…"]           ├─ one interval map per index
    subscriber 3   reads users.by_email [all]                  ─┘
    commit: jobs j5…, status "pending" -> "running"     touches 1 and 2, and nobody else

A changed document is looked up with its old and its new key in every index of its
table that someone reads: the same test as for a conflict. It says "may have
changed", and the subscriber finds out by running again. Text searches are asked one by
one whether they would find the document, before or after.

Invariant: the intervals of a subscriber are those of its read set, no more and no less.

Source: convex-backend crates/database/src/subscription.rs.
Differs: a commit that touches very many subscribers is not spread over some milliseconds.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from minivex.commit.write_log import LogEntry
from minivex.index.interval import Interval
from minivex.index.interval_map import IntervalMap
from minivex.store.revision import Revision
from minivex.txn.read_set import ReadSet, TextRead

__all__ = ["Subscriptions"]


class Subscriptions:
    """Subscribers, who are numbers, by what they have read."""

    __slots__ = ("_intervals", "_readers", "_searchers")

    def __init__(self) -> None:
        self._searchers: dict[str, dict[int, list[TextRead]]] = {}
        self._readers: dict[str, dict[int, IntervalMap]] = {}
        self._intervals: dict[int, list[tuple[str, int, Interval]]] = {}

    def __len__(self) -> int:
        return len(self._intervals)

    def subscribe(self, subscriber: int, reads: ReadSet) -> None:
        """Let ``subscriber`` wait for changes to what it read.

        Cost: O(i log n) for i intervals; no log n for those that are a prefix.
        """
        assert subscriber not in self._intervals, "one read set at a time"
        filed = self._intervals[subscriber] = []
        for index in reads.indexes():
            table = index.table
            maps = self._readers.setdefault(table, {})
            readers = maps.setdefault(index.position, IntervalMap())
            for interval in reads.intervals(index):
                readers.add(interval, subscriber)
                filed.append((table, index.position, interval))
        for read in reads.texts:
            self._searchers.setdefault(read.table, {}).setdefault(subscriber, []).append(read)

    def unsubscribe(self, subscriber: int) -> None:
        """Let ``subscriber`` go.

        Cost: as ``subscribe``.
        """
        for table, position, interval in self._intervals.pop(subscriber):
            maps = self._readers[table]
            readers = maps[position]
            readers.remove(interval, subscriber)
            if not readers:
                del maps[position]
                if not maps:
                    del self._readers[table]
        for table, searchers in list(self._searchers.items()):
            if searchers.pop(subscriber, None) is not None and not searchers:
                del self._searchers[table]

    def touched_by(self, entry: LogEntry) -> list[int]:
        """The subscribers whose read set a commit lands in, the oldest first.

        A new table or a push touches everybody: all depend on the list of tables.

        Cost: O(changes × (indexes read + text searches of the table) + subscribers touched).
        """
        if entry.new_tables or entry.is_push:
            return sorted(self._intervals)
        touched: set[int] = set()
        for table, old, new in entry.changes:
            for position, readers in self._readers.get(table.name, _NOBODY).items():
                for revision in (old, new):
                    if revision is not None:
                        readers.find(revision.keys[position], touched)
            for subscriber, reads in self._searchers.get(table.name, _NO_SEARCH).items():
                if any(_would_find(read, old) or _would_find(read, new) for read in reads):
                    touched.add(subscriber)
        return sorted(touched)

    def check_invariants(self) -> None:
        """Assert that nobody waits for more, or for less, than it has read."""
        filed: Counter[tuple[str, int]] = Counter()
        for subscriber, intervals in self._intervals.items():
            for table, position, interval in intervals:
                filed[table, position] += 1
                found: set[int] = set()
                self._readers[table][position].find(interval.start, found)
                assert subscriber in found, "who has read an interval is found by its keys"
        for table, maps in self._readers.items():
            for position, readers in maps.items():
                readers.check_invariants()
                assert filed[table, position] == len(readers), "and nobody else is"


def _would_find(read: TextRead, revision: Revision | None) -> bool:
    return revision is not None and read.query.finds(revision.document) is not None


_NOBODY: Final[dict[int, IntervalMap]] = {}
_NO_SEARCH: Final[dict[int, list[TextRead]]] = {}
