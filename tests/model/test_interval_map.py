"""The interval map against asking every interval in turn."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minivex.index.interval import Interval
from minivex.index.interval_map import IntervalMap

BYTES = st.lists(st.sampled_from([0x00, 0x01, 0x7F, 0xFF]), max_size=3).map(bytes)
INTERVALS = st.builds(Interval, BYTES, st.none() | BYTES).filter(lambda i: not i.is_empty)
OWNED = st.lists(
    st.tuples(INTERVALS, st.integers(0, 5)), max_size=30, unique_by=lambda e: (e[0].start, e[1])
)


@settings(max_examples=500)
@given(OWNED, st.lists(BYTES, max_size=8), st.data())
def test_a_key_finds_exactly_the_owners_whose_interval_covers_it(
    entries: list[tuple[Interval, int]], keys: list[bytes], data: st.DataObject
) -> None:
    intervals = IntervalMap()
    present: list[tuple[Interval, int]] = []
    for interval, owner in entries:
        intervals.add(interval, owner)
        present.append((interval, owner))
    gone = data.draw(st.integers(0, len(present)))
    for interval, owner in present[:gone]:
        intervals.remove(interval, owner)
    del present[:gone]
    intervals.check_invariants()
    for key in keys:
        owners: set[int] = set()
        intervals.find(key, owners)
        assert owners == {owner for interval, owner in present if interval.covers(key)}
