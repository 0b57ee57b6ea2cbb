"""Values are what they were after freezing, copying, and being written and read, whatever they are."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minivex.values.ids import TABLE_NUMBER_MAX, decode_id, encode_id
from minivex.values.order import encode
from minivex.values.value import clone, freeze, values_equal
from minivex.values.wire import dumps, from_json, loads, to_json
from tests.model.samples import values


def containers(value: Any) -> set[int]:
    """The identities of all lists and dicts in a value."""
    members = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return set()
    return {id(value)}.union(*map(containers, members))


@given(values)
def test_freezing_and_cloning_change_nothing_and_share_nothing(value: Any) -> None:
    frozen = freeze(value)
    copy = clone(frozen)
    assert values_equal(frozen, value)
    assert values_equal(copy, value)
    assert not containers(value) & containers(frozen)
    assert not containers(frozen) & containers(copy)


@given(values)
def test_freezing_twice_is_freezing_once(value: Any) -> None:
    assert repr(freeze(freeze(value))) == repr(freeze(value))


@given(values, values)
def test_values_are_equal_when_their_sort_keys_are(a: Any, b: Any) -> None:
    assert values_equal(a, b) == (encode(a) == encode(b))
    assert values_equal(a, clone(a))


@given(values)
def test_reading_gives_back_what_was_written_bit_for_bit(value: Any) -> None:
    assert values_equal(from_json(to_json(value)), value)
    assert values_equal(loads(dumps(value)), value)


@given(st.integers(1, TABLE_NUMBER_MAX), st.binary(min_size=16, max_size=16))
def test_decoding_an_id_gives_back_what_was_encoded(number: int, internal: bytes) -> None:
    text = encode_id(number, internal)
    assert 31 <= len(text) <= 37
    assert len(text) == 32 or not 128 <= number <= 16383
    assert decode_id(text) == (number, internal)
