"""The types of values: the 64-bit integer and the absent one."""

from __future__ import annotations

import copy
import pickle

import pytest

from minivex.errors import NotAValueError
from minivex.values.kinds import UNDEFINED, Int64


@pytest.mark.parametrize("number", [0, 1, -1, 2**63 - 1, -(2**63)])
def test_int64_holds_every_64_bit_integer(number: int) -> None:
    assert Int64(number).value == number
    assert int(Int64(number)) == number


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1])
def test_int64_refuses_what_needs_more_bits(number: int) -> None:
    with pytest.raises(NotAValueError, match=f"BigInt {number} does not fit into a 64-bit"):
        Int64(number)


@pytest.mark.parametrize("thing", [True, 1.0, "1", None])
def test_int64_refuses_what_is_no_whole_number(thing: object) -> None:
    with pytest.raises(NotAValueError, match="Int64 takes a whole number"):
        Int64(thing)  # type: ignore[arg-type]


def test_int64_equals_only_int64() -> None:
    assert Int64(1) == Int64(1)
    one: object = 1
    assert Int64(1) != one
    assert len({Int64(1), Int64(1), 1}) == 2


def test_int64_compares_with_int64_only() -> None:
    assert max(Int64(3), Int64(12)) == Int64(12)
    assert repr(Int64(3)) == "Int64(3)"
    with pytest.raises(TypeError):
        assert Int64(3) < 4  # type: ignore[operator]


def test_undefined_is_one_false_object() -> None:
    assert not UNDEFINED
    assert repr(UNDEFINED) == "UNDEFINED"
    assert copy.deepcopy(UNDEFINED) is UNDEFINED
    assert pickle.loads(pickle.dumps(UNDEFINED)) is UNDEFINED
