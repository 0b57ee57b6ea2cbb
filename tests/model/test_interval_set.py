"""Sets of intervals against plain sets of the keys inside them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minivex.index.interval import Interval, IntervalSet

KEYS = [bytes([number]) for number in range(12)]
INTERVALS = st.builds(Interval, st.sampled_from(KEYS), st.none() | st.sampled_from(KEYS))


@given(st.lists(INTERVALS, max_size=12))
def test_a_set_holds_the_keys_of_its_intervals_in_the_fewest_pieces(
    intervals: list[Interval],
) -> None:
    grown = IntervalSet()
    for interval in intervals:
        grown.add(interval)
        grown.check_invariants()
    built = IntervalSet(intervals)
    built.check_invariants()
    assert list(built) == list(grown)
    for key in KEYS:
        assert (key in built) == any(interval.covers(key) for interval in intervals)
