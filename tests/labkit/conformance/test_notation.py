"""The notation of scenarios: what each form means, and what no form can mean."""

from __future__ import annotations

from typing import Any

import pytest

from labkit.conformance.notation import ScenarioError, evaluate, without_absent
from labkit.conformance.registry import World
from minivex.errors import DeveloperError
from minivex.values.value import UNDEFINED, Int64


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (1, 1.0),
        (True, True),
        (10**400, float("inf")),
        (-(10**400), float("-inf")),
        ({"$undefined": None}, UNDEFINED),
        ({"$integer": "AQAAAAAAAAA="}, Int64(1)),
        ({"$bytes": "AP8="}, b"\0\xff"),
        ({"$bigint": "-5"}, Int64(-5)),
        ({"$repeat": [[1], 2]}, [[1.0], [1.0]]),
        ({"$str": ["ab", 2]}, "abab"),
        ({"$nest": [2, 1]}, [[1.0]]),
        ({"$fields": [2, None]}, {"f0": None, "f1": None}),
        ({"$other": 1}, {"$other": 1.0}),
        ({"$id": "a", "n": 1}, {"$id": "a", "n": 1.0}),
    ],
)
def test_a_form_stands_for_a_value(data: Any, value: object) -> None:
    assert evaluate(data, World({}).resolve) == value


@pytest.mark.parametrize(
    "data",
    [
        {"$repeat": [1, 10**12]},
        {"$repeat": 3},
        {"$str": ["ab", 10**12]},
        {"$str": [1, 2]},
        {"$nest": [10**12, 1]},
        {"$fields": [-1, 1]},
        {"$integer": "AQ=="},
        {"$float": None},
        {"$bigint": "one"},
        {"$time": "soon"},
        {"$id": ["a"]},
        {"$id": "nobody"},
        {"$cursor": "nowhere"},
        {"$arg": "x"},
    ],
)
def test_a_form_without_a_meaning_is_the_scenarios_mistake(data: Any) -> None:
    with pytest.raises(ScenarioError):
        evaluate(data, World({}).resolve)


def test_an_integer_that_is_too_large_is_the_engines_to_refuse() -> None:
    with pytest.raises(DeveloperError):
        evaluate({"$bigint": str(2**63)}, World({}).resolve)


def test_absent_members_are_left_out() -> None:
    assert without_absent([{"a": UNDEFINED, "b": {"c": UNDEFINED}}]) == [{"b": {}}]
