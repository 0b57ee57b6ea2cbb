"""The persistent sorted map, by example; tests/model compares it with a dict."""

from __future__ import annotations

import pytest

from minivex.index.sorted_map import FAN_OUT, SortedMap


def numbered(count: int, fan_out: int = FAN_OUT) -> SortedMap[int]:
    rows: SortedMap[int] = SortedMap(fan_out=fan_out)
    for number in range(count):
        rows.put(number.to_bytes(2, "big"), number)
    return rows


def test_an_empty_map_has_nothing_to_give() -> None:
    rows: SortedMap[int] = SortedMap()
    assert rows.get(b"a") is None
    assert rows.slice() == ([], [])
    assert rows.slice_reverse() == ([], [])
    with pytest.raises(KeyError):
        rows.remove(b"a")
    rows.check_invariants()


def test_a_put_replaces_the_value_at_its_key() -> None:
    rows = numbered(3)
    rows.put(b"\0\1", 10)
    assert rows.slice()[1] == [0, 10, 2]
    assert len(rows) == 3


def test_a_snapshot_shares_and_does_not_follow() -> None:
    rows = numbered(500, fan_out=4)
    before = rows.snapshot()
    for number in range(0, 500, 2):
        rows.remove(number.to_bytes(2, "big"))
    rows.put(b"\0\1", -1)
    assert before.slice()[1] == list(range(500))
    assert len(rows) == 250
    rows.check_invariants()
    before.check_invariants()


def test_what_was_never_snapshotted_changes_in_place() -> None:
    rows = numbered(500)
    root = rows._root
    rows.put(b"\0\1", -1)
    assert rows._root is root
    rows.snapshot()
    rows.put(b"\0\1", -2)
    assert rows._root is not root


@pytest.mark.parametrize("fan_out", [3, 4, 5, 96])
@pytest.mark.parametrize("is_ascending", [True, False])
def test_removing_everything_leaves_an_empty_map(fan_out: int, is_ascending: bool) -> None:
    rows = numbered(300, fan_out)
    for number in range(300) if is_ascending else reversed(range(300)):
        rows.remove(number.to_bytes(2, "big"))
        rows.check_invariants()
    assert list(rows) == []
    rows.put(b"a", 1)
    assert rows.get(b"a") == 1


def test_growing_at_the_end_keeps_nodes_full() -> None:
    rows = numbered(960)
    assert rows._root.children is not None
    assert len(rows._root.children) == 10
