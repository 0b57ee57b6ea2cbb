"""Which owners' intervals contain this key? Fast, because most intervals are a prefix.

::

    [channel = "a"]           all keys that begin with "a"     a hash finds its owners
    [channel = "a", n > 3]    some keys that begin with "a"    a hash finds a small treap
    [n > 3]                   nothing in common                the treap of the prefix ""

Every interval lies below a longest common prefix of its keys. A look-up cuts the key
to each length that some prefix has, and asks the hash; only ranges below the same
prefix are searched further. So the owners of 10,000 other prefixes cost nothing.

Invariant: an interval is filed under a prefix that every key in it begins with.

Source: convex-backend crates/interval_map.
"""

from __future__ import annotations

from collections.abc import Iterable

from minivex.index.interval import Interval
from minivex.index.interval_treap import IntervalTreap
from minivex.values.order import increment

__all__ = ["IntervalMap"]


class IntervalMap:
    """Intervals of one index, each with an owner, who is a number.

    Differs: convex-backend keeps all intervals of an index in one
    balanced tree; the answers are the same.
    """

    __slots__ = ("_lengths", "_ranges", "_whole")

    def __init__(self) -> None:
        self._whole: dict[bytes, set[int]] = {}
        self._ranges: dict[bytes, IntervalTreap] = {}
        self._lengths: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self._lengths)

    def __len__(self) -> int:
        """Intervals, over all owners."""
        whole = sum(len(owners) for owners in self._whole.values())
        return whole + sum(len(treap) for treap in self._ranges.values())

    def add(self, interval: Interval, owner: int) -> None:
        """Let ``owner`` have ``interval``, which is not empty and none of it theirs already.

        Cost: O(1) for a prefix, else O(log n) for n ranges below the same prefix.
        """
        assert not interval.is_empty, "an empty interval contains no key"
        if _is_whole(interval):
            prefix = interval.start
            owners = self._whole.get(prefix)
            if owners is None:
                owners = self._whole[prefix] = set()
                self._count(len(prefix), 1)
            owners.add(owner)
            return
        prefix = _common_prefix(interval)
        treap = self._ranges.get(prefix)
        if treap is None:
            treap = self._ranges[prefix] = IntervalTreap()
            self._count(len(prefix), 1)
        treap.add(interval, owner)

    def remove(self, interval: Interval, owner: int) -> None:
        """Take an interval from its owner.

        Cost: as ``add``.
        """
        if _is_whole(interval):
            prefix = interval.start
            owners = self._whole[prefix]
            owners.remove(owner)
            if not owners:
                del self._whole[prefix]
                self._count(len(prefix), -1)
            return
        prefix = _common_prefix(interval)
        treap = self._ranges[prefix]
        treap.remove(interval, owner)
        if not treap:
            del self._ranges[prefix]
            self._count(len(prefix), -1)

    def find(self, key: bytes, owners: set[int]) -> None:
        """Add to ``owners`` all who have an interval that ``key`` lies in.

        Cost: O(p + k) for p different lengths of prefixes and k owners; ranges below a
        prefix of ``key`` add their logarithm.
        """
        whole, ranges = self._whole, self._ranges
        for length in self._lengths:
            prefix = key[:length]
            found = whole.get(prefix)
            if found is not None:
                owners |= found
            treap = ranges.get(prefix)
            if treap is not None:
                treap.find(key, owners)

    def check_invariants(self) -> None:
        """Assert that all parts are well-formed and that the lengths are counted right."""
        counted: dict[int, int] = {}
        prefixes: Iterable[bytes] = [*self._whole, *self._ranges]
        for prefix in prefixes:
            counted[len(prefix)] = counted.get(len(prefix), 0) + 1
        assert counted == self._lengths, "each length in use is counted"
        assert all(self._whole.values()), "a prefix without owners is dropped"
        for treap in self._ranges.values():
            assert len(treap) > 0, "an empty treap is dropped"
            treap.check_invariants()

    def _count(self, length: int, change: int) -> None:
        count = self._lengths.get(length, 0) + change
        if count:
            self._lengths[length] = count
        else:
            del self._lengths[length]


def _is_whole(interval: Interval) -> bool:
    """Whether the interval is all keys with some prefix, which is then its start."""
    return increment(interval.start) == interval.end


def _common_prefix(interval: Interval) -> bytes:
    """A prefix of all keys in the interval, as long as its bounds can tell."""
    start, end = interval
    if end is None:
        return b""
    last = end[:-1] + bytes((end[-1] - 1,)) if end[-1] else end
    if last.startswith(start):
        return start
    length = min(len(start), len(last))
    # As whole numbers, so that no loop looks for the first byte that differs.
    differing = int.from_bytes(start[:length], "big") ^ int.from_bytes(last[:length], "big")
    return start[: length - (differing.bit_length() + 7) // 8]
