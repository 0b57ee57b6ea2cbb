"""The treap on its own: who is found, and that it stays in shape."""

from __future__ import annotations

import pytest

from minivex.index.interval import Interval
from minivex.index.interval_treap import IntervalTreap


def owners_of(treap: IntervalTreap, key: bytes) -> set[int]:
    owners: set[int] = set()
    treap.find(key, owners)
    return owners


def test_the_owners_of_overlapping_intervals_are_found() -> None:
    treap = IntervalTreap()
    treap.add(Interval(b"b", b"f"), 1)
    treap.add(Interval(b"d", b"k"), 2)
    treap.add(Interval(b"d", None), 3)
    assert owners_of(treap, b"a") == set()
    assert owners_of(treap, b"b") == {1}
    assert owners_of(treap, b"e") == {1, 2, 3}
    assert owners_of(treap, b"f") == {2, 3}
    assert owners_of(treap, b"z") == {3}
    assert len(treap) == 3


def test_an_owner_may_have_several_intervals() -> None:
    treap = IntervalTreap()
    treap.add(Interval(b"a", b"b"), 1)
    treap.add(Interval(b"c", b"d"), 1)
    treap.remove(Interval(b"a", b"b"), 1)
    assert owners_of(treap, b"a") == set()
    assert owners_of(treap, b"c") == {1}


def test_removing_in_any_order_keeps_the_rest() -> None:
    treap = IntervalTreap()
    intervals = {
        n: Interval(bytes([n]), None if n % 9 == 0 else bytes([n + 40])) for n in range(60)
    }
    for owner, interval in intervals.items():
        treap.add(interval, owner)
    for owner in [*range(0, 60, 3), *range(58, 0, -3), *range(2, 60, 3)]:
        treap.remove(intervals.pop(owner), owner)
        treap.check_invariants()
        expected = {o for o, interval in intervals.items() if interval.covers(b"\x30")}
        assert owners_of(treap, b"\x30") == expected
    assert len(treap) == 0


@pytest.mark.parametrize("step", [1, -1, 7])
def test_no_order_of_insertions_makes_the_tree_deep(step: int) -> None:
    treap = IntervalTreap()
    size = 2_000
    for number in range(size):
        start = (number * step % size).to_bytes(2, "big")
        treap.add(Interval(start, start + b"\1"), number)
    treap.check_invariants()
    depth, level = 0, [treap._root]
    while level:
        depth += 1
        below = [child for node in level if node for child in (node.left, node.right)]
        level = [node for node in below if node]
    assert depth < 45


def test_a_broken_tree_is_noticed() -> None:
    treap = IntervalTreap()
    for number in range(20):
        treap.add(Interval(bytes([number]), bytes([number + 3])), number)
    assert treap._root is not None
    treap._root.last_end = b"\0"
    with pytest.raises(AssertionError, match="up to date"):
        treap.check_invariants()
