"""Reports have one shape, said by their schema, and one form as bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from labkit.grader.exercise import Exercise
from labkit.grader.grade import grade
from labkit.grader.report import canonical_json
from tests.labkit.conftest import LABS
from tests.labkit.report_schema import violations

RECORDED = sorted(LABS.glob("*/*/report.snap.json"))


def test_the_schema_is_a_schema() -> None:
    schema = json.loads((LABS.parent / "runtime/labkit/report.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)


def test_there_are_recorded_reports() -> None:
    assert RECORDED


@pytest.mark.parametrize("path", RECORDED, ids=[path.parent.name for path in RECORDED])
def test_every_recorded_report_fits_the_schema(path: Path) -> None:
    for attempt, report in json.loads(path.read_text(encoding="utf-8")).items():
        assert violations(report) == [], attempt


def test_reports_of_every_verdict_fit_the_schema(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    seen = set()
    for path in ("starter.py", "solution.py", "wrong/no_owner.py", "wrong/filters_the_table.py"):
        report = grade(one_winner, one_winner_files[path]).to_json()
        assert violations(report) == [], path
        seen.add(report["verdict"])
    broken = grade(one_winner, "def x(:").to_json()
    assert violations(broken) == []
    assert seen | {broken["verdict"]} == {"right", "unsafe", "costly", "wrong", "error"}


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "fine"},
        {"version": "short"},
        {"checks": None},
        {"more": 1},
        {"meters": {"x": -1}},
        {"budgets": [{"limit": 3}]},
    ],
)
def test_the_schema_refuses_what_a_report_is_not(
    one_winner: Exercise, change: dict[str, Any]
) -> None:
    report = {**grade(one_winner, "").to_json(), **change}
    assert violations(report)


def test_a_schedule_id_stands_with_every_failing_order_and_its_witness_with_it(
    one_winner: Exercise, one_winner_files: dict[str, str]
) -> None:
    failure = grade(one_winner, one_winner_files["starter.py"]).to_json()["failure"]
    assert failure["schedule"] == "claim-has-one-winner.2-workers-one-job.1.abbbaa"
    assert failure["witness"] == failure["timeline"]["witness"]
    assert failure["witness"]["sentence"] == (
        "ada read jobs#1 (line 28) before bo changed it, and ada wrote jobs#1 (line 39) over what bo had "
        "written: neither can come first."
    )
    assert [edge["kind"] for edge in failure["witness"]["edges"]] == ["rw", "ww"]


def test_equal_values_have_equal_bytes() -> None:
    assert canonical_json({"b": 1, "a": "Zoë"}) == canonical_json({"a": "Zoë", "b": 1})
    assert json.loads(canonical_json({"a": [1, None]})) == {"a": [1, None]}
