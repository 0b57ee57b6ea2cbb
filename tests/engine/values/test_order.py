"""Sort keys: the backend's bytes, and an order that agrees with the documented one."""

from __future__ import annotations

import math
from typing import Any

import pytest

from minivex.errors import NotAValueError
from minivex.values.kinds import UNDEFINED, Int64
from minivex.values.order import ENCODERS, decode_key, encode, encode_key, increment
from minivex.values.value import values_equal

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


def test_increment_carries_past_the_last_byte() -> None:
    assert increment(b"\x10a\x00") == b"\x10a\x01"
    assert increment(b"\x10\xff\xff") == b"\x11"
    assert increment(b"\xff") is None
    assert increment(b"") is None


def test_there_is_an_encoder_for_every_type_and_no_other() -> None:
    assert {kind.__name__ for kind in ENCODERS} == {
        *("Undefined", "NoneType", "bool", "int", "float", "Int64", "str", "bytes"),
        *("list", "dict", "CommitTsPlaceholder"),
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
