"""Convex JSON: the backend's forms, and what it refuses."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from minivex.errors import NotAValueError, WireFormatError
from minivex.values.kinds import Int64
from minivex.values.value import values_equal
from minivex.values.wire import dumps, from_json, loads, to_json

FORMS: list[tuple[Any, Any]] = [
    (None, None),
    (True, True),
    (1.5, 1.5),
    (0.0, 0.0),
    ("a", "a"),
    ([1.0, [None]], [1.0, [None]]),
    ({"a": {"b": "c"}}, {"a": {"b": "c"}}),
    (Int64(1), {"$integer": "AQAAAAAAAAA="}),
    (Int64(-1), {"$integer": "//////////8="}),
    (Int64(2**63 - 1), {"$integer": "/////////38="}),
    (Int64(-(2**63)), {"$integer": "AAAAAAAAAIA="}),
    (-0.0, {"$float": "AAAAAAAAAIA="}),
    (math.nan, {"$float": "AAAAAAAA+H8="}),
    (math.inf, {"$float": "AAAAAAAA8H8="}),
    (-math.inf, {"$float": "AAAAAAAA8P8="}),
    (b"\x01\x02\xff", {"$bytes": "AQL/"}),
]


@pytest.mark.parametrize(("value", "form"), FORMS, ids=repr)
def test_the_form_is_the_backends(value: Any, form: Any) -> None:
    assert to_json(value) == form
    assert values_equal(from_json(form), value)


def test_keys_are_written_and_read_in_order() -> None:
    assert dumps({"b": 1, "a": "é"}) == '{"a": "é", "b": 1}'
    assert list(from_json({"b": 1, "a": 2})) == ["a", "b"]  # type: ignore[arg-type]


def test_numbers_are_read_as_floats() -> None:
    assert repr(loads("[1, -0, 1e3]")) == "[1.0, -0.0, 1000.0]"
    assert repr(from_json(2**53 + 1)) == "9007199254740992.0"


def test_what_is_no_value_cannot_be_written() -> None:
    with pytest.raises(NotAValueError):
        to_json({"a": (1,)})


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"$integer": 1}, "Malformed $integer field"),
        ({"$integer": "AAAA"}, "Received 3 bytes, expected 8 for $integer"),
        ({"$integer": "A"}, "Invalid string. Length must be a multiple of 4"),
        ({"$integer": "AQAAAAAAAAA=", "b": 1}, "Field name $integer starts with a '$'"),
        ({"$float": "AAAAAAAA+D8="}, "Float 1.5 should be encoded as a number"),
        ({"$float": "AAAAAAAA8D8="}, "Float 1 should be encoded as a number"),
        ({"$float": "AAAA"}, "Received 3 bytes, expected 8 for $float"),
        ({"$bytes": "%%%%"}, "Malformed $bytes field"),
        ({"$bytes": "ééé="}, "Malformed $bytes field"),
        ({"$bytes": "AB=="}, "Malformed $bytes field: the last digit has bits to spare"),
        ({"$set": []}, "Received a Set which is no longer supported"),
        ({"$map": []}, "Received a Map which is no longer supported"),
        ({"$undefined": None}, "Field name $undefined starts with a '$'"),
        ({"a": [{"é": 1}]}, "Field name é has invalid character 'é'"),
        (["\ud800"], "half of a surrogate pair at position 0"),
        (b"bytes", "bytes does not occur in JSON"),
    ],
    ids=str,
)
def test_what_is_malformed_is_refused(form: Any, reason: str) -> None:
    with pytest.raises(WireFormatError) as refused:
        from_json(form)
    assert reason in refused.value.message


def test_a_zero_in_the_float_form_is_read_as_the_backend_reads_it() -> None:
    assert repr(from_json({"$float": "AAAAAAAAAAA="})) == "0.0"


def test_an_empty_field_name_is_read_though_it_cannot_be_written() -> None:
    assert from_json({"": 1}) == {"": 1.0}
    with pytest.raises(NotAValueError):
        to_json({"": 1})


@pytest.mark.parametrize(("text", "reason"), [("{", "Not JSON"), ("NaN", "NaN is not JSON")])
def test_text_that_is_no_json_is_refused(text: str, reason: str) -> None:
    with pytest.raises(WireFormatError, match=reason):
        loads(text)


def test_json_text_is_plain_json() -> None:
    assert json.loads(dumps([math.nan, Int64(0)])) == [
        {"$float": "AAAAAAAA+H8="},
        {"$integer": "AAAAAAAAAAA="},
    ]
