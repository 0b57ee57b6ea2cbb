"""Sort keys: the backend's bytes, and an order that agrees with the documented one."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minivex.errors import NotAValueError
from minivex.values.kinds import UNDEFINED, Int64
from minivex.values.order import ENCODERS, decode_key, encode, encode_key, increment
from minivex.values.value import values_equal
from tests.engine.values.samples import (
    by_documented_order,
    compare,
    values,
    values_or_undefined,
)

BACKEND_BYTES: list[tuple[Any, str]] = [
    (UNDEFINED, "01"),
    (None, "03"),
    (Int64(0), "08"),
    (Int64(1), "0901"),
    (Int64(-1), "07ff"),
    (Int64(127), "097f"),
    (Int64(128), "0a0080"),
    (Int64(-128), "0780"),
    (Int64(-129), "06ff7f"),
    (Int64(300), "0a012c"),
    (Int64(2**31 - 1), "0b7fffffff"),
    (Int64(2**31), "0c0000000080000000"),
    (Int64(-(2**31)), "0580000000"),
    (Int64(-(2**63)), "048000000000000000"),
    (0.0, "0d8000000000000000"),
    (-0.0, "0d7fffffffffffffff"),
    (1.0, "0dbff0000000000000"),
    (1, "0dbff0000000000000"),
    (-1.5, "0d4007ffffffffffff"),
    (math.inf, "0dfff0000000000000"),
    (-math.inf, "0d000fffffffffffff"),
    (math.nan, "0dfff8000000000000"),
    (False, "0e"),
    (True, "0f"),
    ("", "1000"),
    ("a", "106100"),
    ("a\0b", "106100ff6200"),
    (b"", "1100"),
    (b"\0\1", "1100ff0100"),
    ([], "1200"),
    ([None, "a"], "120310610000"),
    ({}, "1500"),
    ({"a": Int64(1)}, "156100090100"),
    ({"b": None, "a": []}, "15610012006200" + "0300"),
]


@pytest.mark.parametrize(("value", "expected"), BACKEND_BYTES, ids=repr)
def test_the_key_is_the_backends(value: object, expected: str) -> None:
    key = encode(value)  # type: ignore[arg-type]
    assert key.hex() == expected
    (back,) = decode_key(key)
    assert values_equal(back, value)  # type: ignore[arg-type]


@given(values_or_undefined, values_or_undefined)
def test_bytes_compare_as_values_do(a: object, b: object) -> None:
    key_a, key_b = encode(a), encode(b)  # type: ignore[arg-type]
    assert (key_a > key_b) - (key_a < key_b) == compare(a, b)


@given(st.lists(values_or_undefined, max_size=12))
def test_sorting_by_key_sorts_by_the_documented_order(sample: list[object]) -> None:
    by_key = sorted(sample, key=encode)  # type: ignore[arg-type]
    by_rule = sorted(sample, key=by_documented_order)
    assert all(map(values_equal, by_key, by_rule))  # type: ignore[arg-type]


@given(st.lists(values_or_undefined, max_size=4))
def test_decoding_gives_back_what_was_encoded(sample: list[object]) -> None:
    back = decode_key(encode_key(sample))  # type: ignore[arg-type]
    assert len(back) == len(sample)
    assert all(map(values_equal, back, sample))  # type: ignore[arg-type]


@given(values, values)
def test_no_key_is_the_start_of_another(a: object, b: object) -> None:
    key_a, key_b = encode(a), encode(b)  # type: ignore[arg-type]
    assert key_a == key_b or not key_b.startswith(key_a)


@given(st.lists(values, max_size=2), st.lists(values, max_size=2))
def test_joined_keys_compare_value_by_value(a: list[object], b: list[object]) -> None:
    key_a, key_b = encode_key(a), encode_key(b)  # type: ignore[arg-type]
    assert (key_a > key_b) - (key_a < key_b) == compare(a, b)


@given(st.binary(max_size=4), st.binary(max_size=4))
def test_increment_is_the_least_key_above_every_continuation(key: bytes, rest: bytes) -> None:
    above = increment(key)
    if above is None:
        assert not key.strip(b"\xff")
        return
    assert key + rest < above
    # Nothing that does not continue the key lies between them.
    below = above[:-1] + bytes((above[-1] - 1,)) + b"\xff" * 8
    assert below.startswith(key)


def test_increment_carries_past_the_last_byte() -> None:
    assert increment(b"\x10a\x00") == b"\x10a\x01"
    assert increment(b"\x10\xff\xff") == b"\x11"
    assert increment(b"\xff") is None
    assert increment(b"") is None


def test_there_is_an_encoder_for_every_type_and_no_other() -> None:
    assert {kind.__name__ for kind in ENCODERS} == {
        *("Undefined", "NoneType", "bool", "int", "float", "Int64", "str", "bytes"),
        *("list", "dict"),
    }


@pytest.mark.parametrize("thing", [(1,), {1}, [UNDEFINED], {"a": object()}])
def test_what_is_no_value_has_no_key(thing: object) -> None:
    with pytest.raises(NotAValueError, match="is no Convex type"):
        encode(thing)  # type: ignore[arg-type]
    with pytest.raises(NotAValueError, match="is no Convex type"):
        encode_key([thing])  # type: ignore[list-item]


@pytest.mark.parametrize(
    "data", ["02", "0a01", "0dbf", "1061", "106100ff", "12", "1203", "1561", "156100", "1201"]
)
def test_what_is_no_key_cannot_be_decoded(data: str) -> None:
    with pytest.raises(ValueError, match="not a joined sort key"):
        decode_key(bytes.fromhex(data))
