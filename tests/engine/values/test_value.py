"""Freezing, copying, measuring and comparing values."""

from __future__ import annotations

import math
from collections import OrderedDict, defaultdict
from enum import StrEnum
from typing import Any

import pytest

from minivex.errors import NotAValueError
from minivex.values.kinds import UNDEFINED, Int64
from minivex.values.order import encode
from minivex.values.value import clone, freeze, size_bytes, values_equal


class Status(StrEnum):
    OPEN = "open"


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def test_a_clone_shares_no_list_or_dict() -> None:
    frozen: Any = freeze({"a": [{"b": [1]}], "c": 2})
    copy: Any = clone(frozen)
    copy["a"][0]["b"].append(3)
    copy["a"].append(4)
    assert frozen == {"a": [{"b": [1]}], "c": 2}
    assert clone("text") == "text"


def test_keys_come_in_order_at_every_depth() -> None:
    frozen = freeze({"b": {"d": 1, "c": 2}, "a": 1})
    assert isinstance(frozen, dict)
    assert list(frozen) == ["a", "b"]
    assert repr(frozen["b"]) == "{'c': 2, 'd': 1}"


def test_a_field_that_is_undefined_is_left_out() -> None:
    assert freeze({"a": UNDEFINED, "b": [{"c": UNDEFINED}]}) == {"b": [{}]}


@pytest.mark.parametrize(
    ("value", "where", "what"),
    [
        (UNDEFINED, "", "undefined is not a valid Convex value"),
        ([UNDEFINED], "[0]", "undefined is not a valid Convex value"),
        ({"a": {"b": [[UNDEFINED]]}}, "a.b[0][0]", "undefined is not a valid"),
        ({"a": [1, (1, 2)]}, "a[1]", "tuple (1, 2) is not a supported Convex type. Use a list"),
        ({"a": {1}}, "a", "set {1} is not a supported Convex type. Use a list: sorted"),
        ([bytearray(b"a")], "[0]", "Use bytes"),
        ([Status.OPEN], "[0]", "Convert it to the plain type"),
        (OrderedDict(a=1), "", "Convert it to the plain type"),
        (defaultdict(int), "", "Convert it to the plain type"),
        (object, "", "Use None, bool, float, int, Int64, str, bytes, list or dict."),
        ({"a": ["x" * 200, {1: 2}]}, None, "Field name 1 is not text. Use a str as the key."),
        ({"a": {"$b": 1}}, None, "Field name $b starts with a '$', which is reserved."),
        (["\ud800"], "[0]", "'\\ud800' has half of a surrogate pair at position 0"),
        (2**53 + 1, "", "9007199254740993 cannot be held exactly by a number. Write Int64"),
        ([10**400], "[0]", "Write Int64(...)"),
        ([0] * 8193, "", "Array length is too long (8193 > maximum length 8192)"),
        (
            {"a": {f"f{n}": n for n in range(1025)}},
            "a",
            "Object has too many fields (1025 > maximum number 1024)",
        ),
        (nested(65), "[0]" * 64, "(nested 65 levels deep > maximum nesting 64)"),
        ({"a": [*nested(63), {}]}, "a", ""),
    ],
    ids=str,
)
def test_what_is_no_value_is_refused_with_its_place(
    value: Any, where: str | None, what: str
) -> None:
    if not what:
        assert freeze(value) == value
        return
    with pytest.raises(NotAValueError) as refused:
        freeze(value)
    text = refused.value.message
    assert what in text
    assert text.endswith(f"(at {where})") if where else "(at " not in text


def test_a_dict_may_be_the_64th_level_and_not_the_65th() -> None:
    value: Any = {}
    for _ in range(63):
        value = {"a": value}
    assert freeze(value) == value
    with pytest.raises(NotAValueError, match="nested 65 levels deep"):
        freeze({"a": value})


def test_a_long_excerpt_is_cut() -> None:
    with pytest.raises(NotAValueError) as refused:
        freeze(tuple(range(100)), path="args.list")
    assert "..." in refused.value.message
    assert refused.value.message.endswith("(at args.list)")
    assert len(refused.value.message) < 200


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**60, 10**22])
def test_an_int_that_a_float_holds_exactly_is_a_number(number: int) -> None:
    assert freeze(number) == number
    assert values_equal(freeze(number), float(number))


def test_what_is_at_its_limit_passes() -> None:
    assert len(freeze([0] * 8192)) == 8192  # type: ignore[arg-type]
    assert len(freeze({f"f{n}": n for n in range(1024)})) == 1024  # type: ignore[arg-type]
    assert freeze(nested(64)) == nested(64)


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (None, 1),
        (True, 1),
        (Int64(1), 9),
        (1, 9),
        (1.5, 9),
        ("abc", 5),
        ("é", 4),
        ("😀", 6),
        (b"abc", 5),
        ([1, 2], 20),
        ({}, 2),
        ({"a": Int64(1)}, 13),
        ({"_id": "j" * 32, "_creationTime": 1.0}, 63),
        ({"_id": "j" * 32, "_creationTime": 1.0, "name": "Al"}, 72),
    ],
    ids=repr,
)
def test_sizes_are_the_backends(value: Any, size: int) -> None:
    assert size_bytes(value) == size


@pytest.mark.parametrize(
    ("a", "b", "is_equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (1, Int64(1), False),
        (0.0, -0.0, False),
        (0, -0.0, False),
        (math.nan, math.nan, True),
        ("a", b"a", False),
        ([1, 2], [1.0, 2.0], True),
        ([1], [1, 2], False),
        ({"a": 1}, {"a": 1.0}, True),
        ({"a": 1}, {"b": 1}, False),
        ({"a": math.nan}, {"a": math.nan}, True),
        (None, UNDEFINED, False),
        (UNDEFINED, UNDEFINED, True),
    ],
    ids=repr,
)
def test_equality_is_the_one_of_the_order(a: Any, b: Any, is_equal: bool) -> None:
    assert values_equal(a, b) is is_equal
    assert values_equal(b, a) is is_equal
    assert (encode(a) == encode(b)) is is_equal
