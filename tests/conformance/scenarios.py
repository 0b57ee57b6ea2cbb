"""The scenario files of this folder, and what each step of them came to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from labkit.conformance.compare import expectations
from labkit.conformance.files import ScenarioFile, find_scenario_files, read_scenario_file
from labkit.conformance.running import StepResult, run_scenario

HERE = Path(__file__).parent
VECTORS, RULES = HERE / "vectors", HERE / "rules"


@dataclass(frozen=True)
class Check:
    """One step whose answer is compared."""

    folder: Path
    area: str
    scenario: str
    number: int

    def __str__(self) -> str:
        return f"{self.scenario}.{self.number}"


@cache
def areas(folder: Path) -> dict[str, ScenarioFile]:
    """The files of a folder by area."""
    files = [read_scenario_file(path) for path in find_scenario_files([folder])]
    return {file.area: file for file in files}


def checks(folder: Path) -> list[Check]:
    """Every step that can be compared, in the order of the files."""
    return [
        Check(folder, area, scenario["id"], number)
        for area, file in areas(folder).items()
        for scenario in file.scenarios
        for number, step in enumerate(scenario["steps"])
        if not step.get("setup") and expectations(step)
    ]


@cache
def results(folder: Path, area: str, scenario_id: str) -> list[StepResult]:
    """What the steps of a scenario, run once, came to."""
    found = (item for item in areas(folder)[area].scenarios if item["id"] == scenario_id)
    return run_scenario(next(found))
