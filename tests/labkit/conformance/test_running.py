"""A scenario runs to its end, whatever its steps are like."""

from __future__ import annotations

from typing import Any

import pytest

from labkit.conformance.running import State, StepResult, run_scenario, unknown_ops

OK = {"ok": None}
ANY = {"error": {"match": "any"}}
SCHEMA = {"tables": {"t": {"validator": {"type": "any"}}}}


def run(*steps: dict[str, Any], **scenario: Any) -> list[StepResult]:
    return run_scenario({"id": "s", "steps": list(steps), **scenario})


def states(results: list[StepResult]) -> list[str]:
    return [result.state.value for result in results]


def test_what_a_step_can_come_to() -> None:
    compare = {"op": "compare", "a": 1, "b": 2}
    found = run(
        {**compare, "expect": {"ok": -1}},
        {**compare, "expect": {"ok": 1}},
        {**compare, "expect": {"ok": 1}, "oracle": False},
        {**compare, "expect": {"ok": 1}, "oracle": False, "backend": {"ok": -1}},
        {**compare, "expect": {"ok": -1}, "setup": True},
        {**compare, "expect": ANY},
    )
    assert states(found) == ["passed", "failed", "not judged", "passed", "prepared", "failed"]
    assert found[1].expected == "{'ok': 1}"
    assert found[1].got == "answered -1.0"
    assert found[1].why == "at the top: -1.0 is not 1.0"


def test_nothing_is_trusted_after_a_preparation_that_failed() -> None:
    found = run(
        {"op": "get", "id": "nonsense", "setup": True, "expect": OK},
        {"op": "compare", "a": 1, "b": 2, "expect": {"ok": -1}},
        {"op": "compare", "a": 1, "b": 2, "expect": {"ok": -1}, "oracle": False},
    )
    assert states(found) == ["failed", "failed", "not judged"]
    assert found[1].why == "step 0, which prepares the rest, failed"


@pytest.mark.parametrize(
    "step",
    [
        {"op": "get", "id": {"$id": "nobody"}},
        {"op": "insert"},
        {"op": "insert", "table": "t", "value": {}, "in": "kitchen"},
        {"op": "query", "table": "t", "end": "somehow"},
        {"op": "query", "table": "t", "end": []},
        {"op": "query", "table": "t", "filters": [3]},
        {"op": "query", "table": "t", "filters": [{"$pow": [1, 2]}]},
        {"op": "query", "table": "t", "index": "i", "range": [["finish", "a", 1]]},
        {"op": "misuse", "case": "unheard_of", "table": "t"},
        {"op": "misuse", "case": "range_builder_reused", "table": "t", "index": "gone"},
        {"op": "validate", "validator": {"type": "any"}, "value": 1, "via": "mail"},
        {"op": "cron", "kind": "__init__", "name": "x"},
        {"op": "cron_next", "expr": "* * * * *", "after": 0, "count": 10**9},
        {"op": "call", "fn": 5},
        {"op": "call", "fn": "m:f", "type": "habit"},
        {"op": "open_schema", "schema": {"tables": {"t": {"validator": {}, "size": 1}}}},
        {"op": "open_schema", "schema": 5},
        {"op": "sort", "values": 5},
        {"op": "route", "spec": 5},
        {"op": "fetch", "path": 5},
        {"op": "tx", "do": [{"op": "advance", "ms": 1}]},
        {"op": "tx", "do": 5},
        {"op": "seed", "table": "t", "docs": [5]},
    ],
)
def test_a_step_that_makes_no_sense_fails_even_if_it_expects_to(step: dict[str, Any]) -> None:
    found = run(
        {**step, "expect": ANY},
        {"op": "query", "table": "t", "expect": {"ok": []}},
        schema=SCHEMA,
        functions={"m:f": {"type": "query"}},
    )
    assert states(found) == ["failed", "passed"]


@pytest.mark.parametrize(
    "expect", [{}, {"error": 5}, {"ok": {"$arg": "x"}}, {"ok": {"$nest": [1]}}, {"error": {}}]
)
def test_an_expectation_that_makes_no_sense_fails(expect: dict[str, Any]) -> None:
    found = run({"op": "insert", "table": "t", "value": {}, "expect": expect})
    assert states(found) == ["failed"]


def test_a_deployment_that_cannot_be_is_not_the_failure_that_a_step_expects() -> None:
    tables = {"tables": {"_t": {"validator": {"type": "any"}}}}
    found = run({"op": "query", "table": "t", "expect": ANY}, schema=tables)
    assert states(found) == ["failed"]
    assert "there can be no such deployment" in found[0].why


def test_functions_that_schedule_themselves_for_ever_come_to_an_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("labkit.conformance.deployment.STEPS_MAX", 50)
    again = {"op": "schedule", "after": 1, "fn": "m:again", "args": {}}
    found = run(
        {**again, "expect": {"ok": {"$id": "j"}}},
        {"op": "finish_scheduled", "expect": OK},
        schema=SCHEMA,
        functions={"m:again": {"type": "mutation", "do": [again]}},
    )
    assert states(found) == ["passed", "failed"]
    assert "go on" in found[1].why


def test_a_function_that_calls_itself_for_ever_fails() -> None:
    call = {"op": "call", "fn": "m:again"}
    functions = {"m:again": {"type": "action", "do": [call]}}
    assert states(run({**call, "expect": OK}, functions=functions)) == ["failed"]


def test_a_long_answer_is_cut() -> None:
    found = run({"op": "round_trip", "value": {"$str": ["x", 9000]}, "expect": OK})
    assert found[0].got.endswith("… (9002 characters)")


def test_ops_are_looked_for_everywhere() -> None:
    inner = {"op": "tx", "do": [{"op": "leap"}]}
    scenario = {"steps": [inner], "functions": {"m:f": {"do": [{"op": "fly"}, {"op": "get"}]}}}
    assert unknown_ops(scenario) == ["'fly'", "'leap'"]
    assert State.PASSED.value == "passed"
