"""What the vectors leave out of the format is exercised too, with answers that follow from the rules.

Each case is one step of a scenario in ``rules``; see the README next to this file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from labkit.conformance.notation import PLACES, SHORTHANDS
from labkit.conformance.ops_misuse import CASES
from labkit.conformance.registry import OPS, Step
from labkit.conformance.running import State
from tests.conformance.scenarios import RULES, VECTORS, Check, areas, checks, results

FIELDS = {
    "tx": "in do unordered",
    "call": "fn args type identity catch as",
    "insert": "table value as tableApi in catch",
    "seed": "table docs in",
    "get": "id table system tableApi show as in catch ignore",
    "patch": "id value table tableApi in catch",
    "replace": "id value table tableApi in",
    "delete": "id table tableApi in",
    "increment": "id field by in",
    "normalizeId": "table id system in",
    "query": "table index range order filters search end show system tableApi save status in "
    "unordered ignore nul_corner oracle backend",
    "paginate_all": "table index range order filters search show system tableApi numItems in",
    "throw": "message convex catch in",
    "auth": "show in as",
    "as_user": "identity show in",
    "schedule": "after at fn args as in",
    "cancel": "id in",
    "job": "id in",
    "advance": "ms",
    "finish_scheduled": "",
    "storage_store": "text bytes contentType as in",
    "storage_get": "id as_text in",
    "storage_meta": "id in",
    "storage_url": "id in",
    "storage_upload_url": "in",
    "storage_delete": "id in",
    "vector_search": "table index vector limit filter approx unordered_ties in",
    "fetch": "path method body",
    "validate": "validator value via optional",
    "open_schema": "schema",
    "misuse": "case table index field id in",
    "compare": "a b",
    "sort": "values groups",
    "to_json": "value",
    "from_json": "text",
    "round_trip": "value",
    "size": "value",
    "document_size": "value idLength",
    "convex_error": "data ignore",
    "validator_json": "build",
    "pagination_validators": "item",
    "schema_export": "schema",
    "schema_doc": "schema table id",
    "function_name": "name path",
    "route": "spec",
    "lookup": "path method",
    "routes": "unordered",
    "cron": "kind name schedule fn args",
    "cron_export": "",
    "cron_next": "expr after count",
}
KINDS = {"query", "mutation", "action"}


def all_scenarios() -> list[dict[str, Any]]:
    files = [*areas(VECTORS).values(), *areas(RULES).values()]
    return [scenario for file in files for scenario in file.scenarios]


def all_steps(steps: list[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from all_steps(step.get("do", []))


STEPS = [
    step
    for scenario in all_scenarios()
    for steps in (
        scenario["steps"],
        *(one.get("do", []) for one in (scenario.get("functions") or {}).values()),
    )
    for step in all_steps(steps)
]


def forms(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield from (name for name in data if name.startswith("$"))
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from forms(item)


@pytest.mark.parametrize("check", checks(RULES), ids=str)
def test_the_answer_follows_from_the_rules(check: Check) -> None:
    result = results(check.folder, check.area, check.scenario)[check.number]
    assert (result.why, result.state) == ("", State.PASSED)


def test_every_op_is_in_the_table() -> None:
    assert FIELDS.keys() == OPS.keys()


@pytest.mark.parametrize("op", FIELDS)
def test_every_field_of_an_op_is_used_somewhere(op: str) -> None:
    found = [step for step in STEPS if step["op"] == op]
    assert found
    assert set(FIELDS[op].split()) - {name for step in found for name in step} == set()


def test_every_misuse_is_used_somewhere() -> None:
    assert {step["case"] for step in STEPS if step["op"] == "misuse"} == CASES.keys()


def test_every_form_of_a_value_is_used_somewhere() -> None:
    used = set(forms(all_scenarios()))
    assert {*PLACES, *SHORTHANDS} - used == set()


def test_every_end_of_a_query_is_used_somewhere() -> None:
    ends = [step["end"] for step in STEPS if step["op"] == "query" and "end" in step]
    names = {end if isinstance(end, str) else end[0] for end in ends}
    assert names == {"collect", "first", "unique", "take", "iterate", "paginate"}


def test_every_kind_of_function_is_used_somewhere() -> None:
    functions = [
        one["type"]
        for scenario in all_scenarios()
        for one in (scenario.get("functions") or {}).values()
    ]
    assert set(functions) == KINDS | {f"internal{kind.capitalize()}" for kind in KINDS}
    assert {step["in"] for step in STEPS if "in" in step} == KINDS


def test_every_way_to_compare_an_error_is_used_somewhere() -> None:
    errors = [step["expect"].get("error") for step in STEPS if "expect" in step]
    assert {error["match"] for error in errors if error} == {"exact", "loose", "any", "data"}
