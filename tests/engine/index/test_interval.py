"""Intervals and disjoint sets of them."""

from __future__ import annotations

from minivex.index.interval import EVERYTHING, Interval, IntervalSet


def test_an_interval_is_half_open() -> None:
    interval = Interval(b"b", b"d")
    assert [interval.covers(key) for key in (b"a", b"b", b"c\xff", b"d")] == [
        False,
        True,
        True,
        False,
    ]
    assert EVERYTHING.covers(b"")
    assert EVERYTHING.covers(b"\xff\xff")


def test_an_interval_without_keys_is_empty() -> None:
    assert Interval(b"b", b"b").is_empty
    assert Interval(b"c", b"b").is_empty
    assert not Interval(b"b", None).is_empty


def test_inv76_touching_intervals_become_one() -> None:
    found = IntervalSet([Interval(b"c", b"e"), Interval(b"a", b"c"), Interval(b"x", b"y")])
    assert list(found) == [Interval(b"a", b"e"), Interval(b"x", b"y")]
    assert len(found) == 2


def test_an_unbounded_interval_swallows_what_follows() -> None:
    found = IntervalSet([Interval(b"b", None), Interval(b"c", b"d"), Interval(b"a", b"a")])
    assert list(found) == [Interval(b"b", None)]


def test_adding_joins_neighbours_on_both_sides() -> None:
    found = IntervalSet([Interval(b"a", b"b"), Interval(b"d", b"e")])
    found.add(Interval(b"b", b"d"))
    found.add(Interval(b"z", b"z"))
    assert list(found) == [Interval(b"a", b"e")]
    found.add(Interval(b"c", None))
    found.add(Interval(b"q", b"r"))
    assert list(found) == [Interval(b"a", None)]


def test_find_names_the_interval_around_a_key() -> None:
    found = IntervalSet([Interval(b"b", b"c"), Interval(b"x", None)])
    assert found.find(b"a") is None
    assert found.find(b"b") == Interval(b"b", b"c")
    assert found.find(b"c") is None
    assert found.find(b"zz") == Interval(b"x", None)
    assert b"b" in found
    assert "x" in repr(found)
    found.check_invariants()


def test_sorted_keys_meet_a_set_where_one_of_them_lies_in_it() -> None:
    intervals = IntervalSet([Interval(b"b", b"d"), Interval(b"f", b"g"), Interval(b"m", None)])
    for keys in ([b"a"], [b"d", b"e"], [b"a", b"d", b"e", b"g", b"l"], []):
        assert not intervals.meets(keys)
    for keys in ([b"c"], [b"a", b"f"], [b"a", b"d", b"e", b"g", b"z"]):
        assert intervals.meets(keys)
    assert not IntervalSet().meets([b"a"])
