"""The quick way to freeze gives what the slow way gives, or gives up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minivex.values.closely import freeze_closely
from minivex.values.kinds import UNDEFINED, Int64
from minivex.values.plain import NotPlain, freeze_plain, note_names
from minivex.values.value import size_bytes
from tests.model.samples import values


class Text(str):
    """Text of another type."""

    __slots__ = ()


def outcome(value: Any) -> object:
    try:
        return freeze_plain(value)
    except NotPlain:
        return None


@given(values)
def test_both_ways_agree(value: Any) -> None:
    closely = freeze_closely(value, "")
    quickly = outcome(value)
    if quickly is not None:
        assert quickly == (closely, size_bytes(closely))
        assert repr(quickly) == repr((closely, size_bytes(closely)))


def test_names_that_were_seen_once_are_quick_the_next_time() -> None:
    order: Any = {"zebra": 1, "ant": [True, None, b"ab", {"zebra": "z", "ant": Int64(3)}]}
    freeze_closely(order, "")
    frozen, size = freeze_plain(order)
    assert (
        repr(frozen) == "{'ant': [True, None, b'ab', {'ant': Int64(3), 'zebra': 'z'}], 'zebra': 1}"
    )
    assert size == size_bytes(frozen)


def test_text_of_any_script_is_quick() -> None:
    note_names(("name",))
    for text in ("Zoë", "李雷", "\U0001f600"):
        for value in ({"name": text}, [text], text):
            assert outcome(value) == (value, size_bytes(freeze_closely(value, "")))


def test_a_copy_shares_nothing() -> None:
    inner: list[object] = [1]
    frozen, _ = freeze_plain([[inner], inner])
    inner.append(2)
    assert frozen == [[[1]], [1]]


@pytest.mark.parametrize(
    "odd",
    [
        {"name": UNDEFINED},
        {"name": "\ud800"},
        {"name": {1}},
        {Text("name"): 1},
        {"never seen before": 1},
        ["\ud800"],
        2**60,
        "\ud800",
        [0] * 8193,
        {f"field{number}": 1 for number in range(2000)},
    ],
)
def test_what_is_odd_is_left_to_the_slow_way(odd: object) -> None:
    note_names(("name",))
    assert outcome(odd) is None


@pytest.mark.parametrize("wrap", [lambda inner: [inner], lambda inner: {"name": inner}])
def test_too_many_levels_are_left_to_the_slow_way(wrap: Any) -> None:
    note_names(("name",))
    value: Any = []
    for _ in range(63):
        value = wrap(value)
    assert outcome(value) is not None
    assert outcome(wrap(value)) is None


@given(st.lists(st.text(alphabet="abc", min_size=1), unique=True))
def test_keys_come_out_in_order(names: list[str]) -> None:
    note_names(tuple(names))
    found = outcome(dict.fromkeys(names))
    assert found is None or list(found[0]) == sorted(names)  # type: ignore[index]


def test_very_many_fields_are_not_remembered() -> None:
    names = tuple(f"f{number:03d}" for number in range(100))
    note_names(names)
    assert outcome(dict.fromkeys(names)) is None
