"""Reports have one shape, said by their schema, and one form as bytes."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from labkit.grader.exercise import Exercise
from labkit.grader.grade import grade
from labkit.grader.report import REPORT_SCHEMA, canonical_json

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "null": type(None),
}


def violations(value: Any, schema: dict[str, Any], path: str = "$") -> list[str]:
    """Where ``value`` breaks the part of JSON Schema that the report's schema uses."""
    if "anyOf" in schema:
        tried = [violations(value, option, path) for option in schema["anyOf"]]
        return [] if any(not found for found in tried) else min(tried, key=len)
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{path}: {value!r} is not in the enumeration"]
    if not isinstance(value, TYPES[schema["type"]]) or isinstance(value, bool):
        return [f"{path}: {value!r} is no {schema['type']}"]
    found = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [
            f"{path}: {key} is missing" for key in schema.get("required", ()) if key not in value
        ]
        for key, item in value.items():
            inner = known.get(key, schema.get("additionalProperties", False))
            found += (
                violations(item, inner, f"{path}.{key}") if inner else [f"{path}: {key} is unknown"]
            )
    if isinstance(value, list):
        for place, item in enumerate(value):
            found += violations(item, schema["items"], f"{path}[{place}]")
    if "minimum" in schema and value < schema["minimum"]:
        found.append(f"{path}: {value} is too small")
    if "pattern" in schema and not re.search(schema["pattern"], str(value)):
        found.append(f"{path}: {value!r} does not match")
    return found


def test_reports_of_every_verdict_fit_the_schema(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    seen = set()
    for path in ("starter.py", "solution.py", "wrong/no_owner.py", "wrong/filters_the_table.py"):
        report = grade(one_winner, one_winner_files[path]).to_json()
        assert violations(report, REPORT_SCHEMA) == [], path
        seen.add(report["verdict"])
    broken = grade(one_winner, "def x(:").to_json()
    assert violations(broken, REPORT_SCHEMA) == []
    assert seen | {broken["verdict"]} == {"right", "unsafe", "costly", "wrong", "error"}


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "fine"},
        {"version": "short"},
        {"checks": None},
        {"more": 1},
        {"meters": {"x": -1}},
    ],
)
def test_the_schema_refuses_what_a_report_is_not(
    one_winner: Exercise, change: dict[str, Any]
) -> None:
    report = {**grade(one_winner, "").to_json(), **change}
    assert violations(report, REPORT_SCHEMA)


def test_equal_values_have_equal_bytes() -> None:
    assert canonical_json({"b": 1, "a": "Zoë"}) == canonical_json({"a": "Zoë", "b": 1})
    assert json.loads(canonical_json({"a": [1, None]})) == {"a": [1, None]}
