"""Who has an interval that a key lies in: prefixes by hash, ranges below one prefix by tree."""

from __future__ import annotations

from typing import Any

import pytest

from minivex.index.interval import EVERYTHING, Interval
from minivex.index.interval_map import IntervalMap
from minivex.values.order import encode_key, increment


def prefix(*values: Any) -> Interval:
    start = encode_key(list(values))
    return Interval(start, increment(start))


def owners_of(intervals: IntervalMap, *values: Any) -> set[int]:
    owners: set[int] = set()
    intervals.find(encode_key(list(values)), owners)
    return owners


def test_equal_prefixes_are_found_by_hash() -> None:
    intervals = IntervalMap()
    intervals.add(prefix("a"), 1)
    intervals.add(prefix("a"), 2)
    intervals.add(prefix("b"), 3)
    intervals.add(EVERYTHING, 4)
    intervals.check_invariants()
    assert owners_of(intervals, "a", 1.0) == {1, 2, 4}
    assert owners_of(intervals, "b", 1.0) == {3, 4}
    assert owners_of(intervals, "ab") == {4}


def test_ranges_are_searched_below_their_common_prefix_only() -> None:
    intervals = IntervalMap()
    start = encode_key(["a"])
    up_to = encode_key(["a", 5.0])
    from_here = encode_key(["a", 3.0])
    intervals.add(Interval(start, up_to), 1)
    intervals.add(Interval(from_here, increment(start)), 2)
    intervals.add(Interval(encode_key(["c"]), None), 3)
    intervals.add(Interval(encode_key(["a", "x"]), encode_key(["a", "y"])), 4)
    intervals.check_invariants()
    assert owners_of(intervals, "a", 1.0) == {1}
    assert owners_of(intervals, "a", 4.0) == {1, 2}
    assert owners_of(intervals, "a", 5.0) == {2}
    assert owners_of(intervals, "a", "xx") == {2, 4}
    assert owners_of(intervals, "d", 1.0) == {3}
    assert set(intervals._ranges) == {start, b"", encode_key(["a", "x"])[:-2]}


def test_the_end_of_a_prefix_may_be_shorter_than_the_prefix() -> None:
    intervals = IntervalMap()
    intervals.add(Interval(b"a\xff", b"b"), 1)
    intervals.add(Interval(b"a\xff\x01", b"b"), 2)
    owners: set[int] = set()
    intervals.find(b"a\xff\x02", owners)
    assert owners == {1, 2}
    owners.clear()
    intervals.find(b"a\xfe", owners)
    assert owners == set()


def test_what_is_removed_leaves_nothing_behind() -> None:
    intervals = IntervalMap()
    entries = [
        (prefix("a"), 1),
        (prefix("a"), 2),
        (Interval(b"b", b"d"), 1),
        (Interval(b"b", b"d"), 2),
        (EVERYTHING, 3),
    ]
    assert not intervals
    for interval, owner in entries:
        intervals.add(interval, owner)
    assert intervals
    for interval, owner in entries:
        intervals.remove(interval, owner)
        intervals.check_invariants()
    assert not intervals


def test_an_empty_interval_has_no_owner() -> None:
    with pytest.raises(AssertionError, match="contains no key"):
        IntervalMap().add(Interval(b"a", b"a"), 1)
