"""The persistent sorted map against a dict that is sorted again for every question."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minivex.index.sorted_map import SortedMap

KEYS = st.binary(min_size=1, max_size=2).map(lambda key: bytes(byte % 6 for byte in key))
BOUNDS = st.none() | KEYS
LIMITS = st.none() | st.integers(-1, 6)
CHANGES = st.lists(st.tuples(st.sampled_from(["put", "remove", "snapshot"]), KEYS), max_size=120)


def compare(rows: SortedMap[int], model: dict[bytes, int]) -> None:
    rows.check_invariants()
    keys = sorted(model)
    assert list(rows) == keys
    assert rows.slice() == (keys, [model[key] for key in keys])
    assert len(rows) == len(model)


@settings(max_examples=300)
@given(fan_out=st.integers(3, 6), changes=CHANGES)
def test_every_version_stays_what_it_was(fan_out: int, changes: list[tuple[str, bytes]]) -> None:
    rows: SortedMap[int] = SortedMap(fan_out=fan_out)
    model: dict[bytes, int] = {}
    versions: list[tuple[SortedMap[int], dict[bytes, int]]] = []
    for number, (change, key) in enumerate(changes):
        if change == "put":
            rows.put(key, number)
            model[key] = number
        elif change == "snapshot":
            versions.append((rows.snapshot(), dict(model)))
        elif key in model:
            assert rows.remove(key) == model.pop(key)
        rows.check_invariants()
        assert rows.get(key) == model.get(key)
    for version, expected in [*versions, (rows, model)]:
        compare(version, expected)
    for version, expected in versions:
        version.put(b"\xff", -1)
        compare(version, {**expected, b"\xff": -1})
    compare(rows, model)


@settings(max_examples=300)
@given(
    fan_out=st.integers(3, 5),
    keys=st.sets(KEYS, max_size=40),
    start=KEYS,
    end=BOUNDS,
    limit=LIMITS,
)
def test_a_slice_is_the_part_of_the_sorted_keys(
    fan_out: int, keys: set[bytes], start: bytes, end: bytes | None, limit: int | None
) -> None:
    rows: SortedMap[bytes] = SortedMap(fan_out=fan_out)
    for key in keys:
        rows.put(key, key)
    wanted = [key for key in sorted(keys) if start <= key and (end is None or key < end)]
    count = None if limit is None else max(limit, 0)
    assert rows.slice(start, end, limit) == (wanted[:count], wanted[:count])
    wanted.reverse()
    assert rows.slice_reverse(start, end, limit) == (wanted[:count], wanted[:count])
