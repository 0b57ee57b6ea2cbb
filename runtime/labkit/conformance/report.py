"""What a run came to, as people and as programs read it.

The text has a block for each step that failed, and ends with the counts::

    vectors/errors.json errors-003 step 4 (call)
      expected  {'ok': None}
      got       failed with DeveloperError: …
      why       it should have answered None
    3 not judged
    1523 passed, 1 failed

The JSON is one object::

    {
        "passed": 1523,
        "failed": 1,
        "notJudged": 3,
        "files": [{"file", "area", "passed", "failed", "notJudged"}],
        "failures": [{"file", "scenario", "step", "op", "expected", "got", "why"}],
    }

``step`` counts from 0. A step of preparation is counted only if it fails. Not judged are steps
of which nobody knows what the backend answers.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass

from labkit.conformance.files import ScenarioFile
from labkit.conformance.running import State, StepResult, run_scenario

__all__ = ["FileReport", "json_report", "run_file", "text_report"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """A file of scenarios, and what the steps of each came to."""

    file: ScenarioFile
    results: list[tuple[str, StepResult]]
    """Steps in order, each after the id of its scenario."""

    def count(self, state: State) -> int:
        """How many steps came to ``state``."""
        return Counter(result.state for _, result in self.results)[state]


def run_file(file: ScenarioFile) -> FileReport:
    """Run every scenario of a file."""
    results = [
        (scenario["id"], result) for scenario in file.scenarios for result in run_scenario(scenario)
    ]
    return FileReport(file, results)


def _total(reports: list[FileReport], state: State) -> int:
    return sum(report.count(state) for report in reports)


def _failures(reports: list[FileReport]) -> list[tuple[str, str, StepResult]]:
    return [
        (str(report.file.path), scenario, result)
        for report in reports
        for scenario, result in report.results
        if result.state is State.FAILED
    ]


def text_report(reports: list[FileReport]) -> str:
    """For a terminal: the failures, and last the counts on a line of their own."""
    lines: list[str] = []
    for file, scenario, result in _failures(reports):
        why = result.why.replace("\n", "\n            ")
        lines += [
            f"{file} {scenario} step {result.number} ({result.op})",
            f"  expected  {result.expected}",
            f"  got       {result.got}",
            f"  why       {why}",
        ]
    if unjudged := _total(reports, State.NOT_JUDGED):
        lines.append(f"{unjudged} not judged")
    passed, failed = (_total(reports, state) for state in (State.PASSED, State.FAILED))
    return "\n".join([*lines, f"{passed} passed, {failed} failed"])


def json_report(reports: list[FileReport]) -> str:
    """For a program: one object, in ASCII."""
    kinds = {
        "passed": State.PASSED,
        "failed": State.FAILED,
        "notJudged": State.NOT_JUDGED,
    }
    report = {
        **{name: _total(reports, state) for name, state in kinds.items()},
        "files": [
            {
                "file": str(one.file.path),
                "area": one.file.area,
                **{name: one.count(state) for name, state in kinds.items()},
            }
            for one in reports
        ],
        "failures": [
            {
                "file": file,
                "scenario": scenario,
                "step": result.number,
                "op": result.op,
                "expected": result.expected,
                "got": result.got,
                "why": result.why,
            }
            for file, scenario, result in _failures(reports)
        ],
    }
    return json.dumps(report, indent=2)
