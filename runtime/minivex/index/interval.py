"""Half-open intervals of index keys, and disjoint sets of them.

::

    keys    ……[start ─────────────)end……        end = None: no upper bound

A read is remembered as the intervals it looked at, a write as the keys it
touched. A conflict, an invalidation and a cache miss are all the same
question: does this key lie in one of these intervals?

Invariants of :class:`IntervalSet`: its intervals are sorted, none is empty, and
no two overlap or touch.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

__all__ = ["EVERYTHING", "Interval", "IntervalSet"]


class Interval(NamedTuple):
    """The keys ``k`` with ``start <= k < end``; ``end`` is ``None`` for no upper bound.

    Source: convex-backend crates/common/src/interval.
    """

    start: bytes
    end: bytes | None

    @property
    def is_empty(self) -> bool:
        """Whether no key can lie inside."""
        return self.end is not None and self.end <= self.start

    def covers(self, key: bytes) -> bool:
        """Whether ``key`` lies inside."""
        return self.start <= key and (self.end is None or key < self.end)


EVERYTHING = Interval(b"", None)
"""The interval that every key lies in."""


class IntervalSet:
    """A set of keys, kept as the fewest intervals that cover it.

    >>> list(IntervalSet([Interval(b"a", b"c"), Interval(b"c", b"e"), Interval(b"x", None)]))
    [Interval(start=b'a', end=b'e'), Interval(start=b'x', end=None)]

    Source: convex-backend crates/common/src/interval, ``IntervalSet``.
    """

    __slots__ = ("_ends", "_starts")

    def __init__(self, intervals: Iterable[tuple[bytes, bytes | None]] = ()) -> None:
        starts: list[bytes] = []
        ends: list[bytes | None] = []
        for start, end in sorted(intervals, key=_start_of):
            if end is not None and end <= start:
                continue
            last = ends[-1] if ends else b""
            if starts and (last is None or start <= last):
                if last is not None and (end is None or end > last):
                    ends[-1] = end
            else:
                starts.append(start)
                ends.append(end)
        self._starts = starts
        self._ends = ends

    def add(self, interval: Interval) -> None:
        """Include every key of ``interval``; intervals that now touch become one.

        Cost: O(n) for n intervals in the set.
        """
        start, end = interval
        if interval.is_empty:
            return
        starts, ends = self._starts, self._ends
        first = bisect_left(starts, start)
        if first > 0:
            before = ends[first - 1]
            if before is None or before >= start:
                first -= 1
                start = starts[first]
        past = len(starts) if end is None else bisect_right(starts, end)
        if past > first:
            last = ends[past - 1]
            if last is None or (end is not None and last > end):
                end = last
        starts[first:past] = [start]
        ends[first:past] = [end]

    def find(self, key: bytes) -> Interval | None:
        """Return the interval that ``key`` lies in, if there is one.

        Cost: O(log n).
        """
        position = bisect_right(self._starts, key) - 1
        if position < 0:
            return None
        end = self._ends[position]
        if end is None or key < end:
            return Interval(self._starts[position], end)
        return None

    def meets(self, keys: Sequence[bytes]) -> bool:
        """Whether some of ``keys``, which are in order, lies in an interval.

        Cost: O(n log k) for n intervals and k keys, or the other way round if k is smaller.
        """
        if not keys or not self._starts or keys[-1] < self._starts[0]:
            return False
        last = self._ends[-1]
        if last is not None and last <= keys[0]:
            return False
        if len(keys) < len(self._starts):
            return any(self.find(key) is not None for key in keys)
        past = len(keys)
        for start, end in zip(self._starts, self._ends, strict=True):
            first = bisect_left(keys, start)
            if first < past and (end is None or keys[first] < end):
                return True
        return False

    def __contains__(self, key: bytes) -> bool:
        return self.find(key) is not None

    def __iter__(self) -> Iterator[Interval]:
        return map(Interval, self._starts, self._ends)

    def __len__(self) -> int:
        return len(self._starts)

    def __repr__(self) -> str:
        return f"IntervalSet({list(self)!r})"

    def check_invariants(self) -> None:
        """Assert the invariants of the module docstring."""
        assert len(self._starts) == len(self._ends)
        for position, interval in enumerate(self):
            assert not interval.is_empty, "no empty interval"
            if position + 1 < len(self):
                assert interval.end is not None, "only the last interval is unbounded"
                assert interval.end < self._starts[position + 1], "no overlap, no touch"


def _start_of(interval: tuple[bytes, bytes | None]) -> bytes:
    return interval[0]
