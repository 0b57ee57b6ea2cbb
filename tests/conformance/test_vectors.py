"""The engine answers as Convex's own packages did, step by step.

Each case is one step of a scenario in ``vectors``; see the README next to this file.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from minivex.errors import ConvexError, DeveloperError
from minivex.values.value import Int64
from tests.conformance import (
    ops_cron,
    ops_database,
    ops_http,
    ops_misuse,
    ops_schema,
    ops_services,
    ops_validators,
    ops_values,
)
from tests.conformance.compare import difference, failure_difference
from tests.conformance.registry import OPS, Step, World
from tests.conformance.scenarios import Check, areas, checks, complaints, ops_of

GROUPS = (
    ops_values,
    ops_validators,
    ops_schema,
    ops_database,
    ops_misuse,
    ops_cron,
    ops_http,
    ops_services,
)

# Checks that are compared, of all checks of an area: a lost one must not go unnoticed.
COMPARED = {
    "auth": (8, 8),
    "cron": (67, 67),
    "cron_times": (90, 94),
    "documents": (80, 80),
    "errors": (38, 38),
    "filters": (156, 156),
    "functions": (32, 32),
    "http": (66, 66),
    "ids": (20, 20),
    "index_multi": (35, 35),
    "index_range": (129, 130),
    "pagination": (65, 65),
    "query_ends": (29, 29),
    "query_misuse": (19, 19),
    "scheduler": (64, 64),
    "schema_definition": (25, 25),
    "schema_enforced": (38, 38),
    "storage": (30, 30),
    "text_search": (22, 24),
    "validator_builder": (36, 36),
    "validators": (266, 266),
    "value_json": (76, 76),
    "value_order": (174, 177),
    "value_size": (32, 32),
    "vector_search": (20, 20),
}


@pytest.mark.parametrize("check", checks(), ids=str)
def test_the_answer_is_the_one_that_convex_gives(check: Check) -> None:
    assert complaints(check.area, check.scenario)[check.number] == ""


def test_every_op_is_answered() -> None:
    assert GROUPS
    scenarios = [scenario for area in areas().values() for scenario in area]
    assert {op for scenario in scenarios for op in ops_of(scenario)} - OPS.keys() == set()


def test_no_check_is_lost() -> None:
    compared = Counter(check.area for check in checks())
    everything = {area: len(steps_that_count(scenarios)) for area, scenarios in areas().items()}
    assert {area: (compared[area], count) for area, count in everything.items()} == COMPARED


def steps_that_count(scenarios: list[dict[str, Any]]) -> list[Step]:
    return [s for scenario in scenarios for s in scenario["steps"] if not s.get("setup")]


@pytest.mark.parametrize(
    ("expected", "answer", "is_plain"),
    [
        ({"ok": 1}, True, False),
        ({"ok": 1}, Int64(1), False),
        ({"ok": {"$float": "AAAAAAAAAIA="}}, 0.0, False),
        ({"ok": [1, 2]}, [1.0], False),
        ({"ok": [1]}, {"0": 1.0}, False),
        ({"ok": {"a": 1}}, {"a": 1.0, "b": 1.0}, False),
        ({"ok": {"a": 1, "b": 1}}, {"a": 1.0}, False),
        ({"ok": {"a": [1]}}, {"a": [2.0]}, False),
        ({"ok": [[1], [2]]}, [[1.0], [3.0]], False),
        ({"ok": {"json": 1}}, {"json": True}, True),
        ({"ok": {"json": [1]}}, {"json": [2]}, True),
        ({"error": {"match": "any"}}, "accepted", False),
    ],
)
def test_a_wrong_answer_is_noticed(expected: object, answer: object, is_plain: bool) -> None:
    world = World({})
    assert difference(world, {}, expected, answer, is_plain=is_plain) != ""


def test_a_name_stands_for_one_thing_and_one_thing_has_one_name() -> None:
    world = World({}, symbols={"a": "one"}, t0_ms=1000.0)
    step: Step = {"unordered": True}
    assert difference(world, {}, {"ok": {"$id": "a"}}, "one", is_plain=False) == ""
    assert difference(world, {}, {"ok": {"$id": "a"}}, "two", is_plain=False) != ""
    assert difference(world, {}, {"ok": {"$id": "b"}}, "one", is_plain=False) != ""
    assert difference(world, {}, {"ok": {"$id": "b"}}, "two", is_plain=False) == ""
    assert world.symbols == {"a": "one", "b": "two"}
    assert difference(world, {}, {"ok": {"$time": 500}}, 1500.5, is_plain=False) == ""
    assert difference(world, {}, {"ok": {"$time": 500}}, 1502.0, is_plain=False) != ""
    assert difference(world, step, {"ok": [1, 2, 2]}, [2.0, 1.0, 2.0], is_plain=False) == ""
    assert difference(world, step, {"ok": [1, 2, 2]}, [2.0, 1.0, 1.0], is_plain=False) != ""
    assert difference(world, {"ignore": ["x"]}, {"ok": {}}, {"x": 1}, is_plain=False) == ""


def test_a_failure_is_compared_as_far_as_the_vector_asks() -> None:
    world = World({}, symbols={"a": "j57"})
    error = DeveloperError("no j57 here")
    exact = {"error": {"match": "exact", "message": "no <a> here"}}
    data = {"error": {"match": "data", "data": {"n": 1}}}
    assert failure_difference(world, exact, error) == ""
    assert failure_difference(world, exact, DeveloperError("other")) != ""
    assert failure_difference(world, {"error": {"match": "loose"}}, error) == ""
    assert failure_difference(world, {"error": True}, error) == ""
    assert failure_difference(world, {"ok": None}, error) != ""
    assert failure_difference(world, data, ConvexError({"n": 1})) == ""
    assert failure_difference(world, data, ConvexError({"n": 2})) != ""
    assert failure_difference(world, data, error) != ""
