"""Scenarios: reading them, running them step by step, and what each step came to."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from minivex.errors import ConvexError, MinivexError
from tests.conformance.compare import difference, failure_difference
from tests.conformance.registry import OPS, Step, World, expectation

VECTORS = Path(__file__).parent / "vectors"


@dataclass(frozen=True)
class Check:
    """One step whose answer is compared."""

    area: str
    scenario: str
    number: int

    def __str__(self) -> str:
        return f"{self.scenario}.{self.number}"


@cache
def areas() -> dict[str, list[dict[str, Any]]]:
    """The scenarios of every area, as they are in the files."""
    found = {}
    for path in sorted(VECTORS.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        assert data["format"] == 1
        found[data["area"]] = data["scenarios"]
    return found


def ops_of(scenario: dict[str, Any]) -> set[str]:
    """Every op of a scenario, those inside its functions and transactions included."""
    functions = scenario.get("functions", {}).values()
    steps = [scenario["steps"], *(function.get("do", []) for function in functions)]
    return {op for some in steps for op in _ops(some)}


def _ops(steps: list[Step]) -> Iterator[str]:
    for step in steps:
        yield step["op"]
        yield from _ops(step.get("do", []))


def is_answered(scenario: dict[str, Any]) -> bool:
    """Whether every op of the scenario is answered by some function."""
    return ops_of(scenario) <= OPS.keys()


def checks() -> list[Check]:
    """Every step that can be compared now, in the order of the files."""
    return [
        Check(area, scenario["id"], number)
        for area, scenarios in areas().items()
        for scenario in scenarios
        if is_answered(scenario)
        for number, step in enumerate(scenario["steps"])
        if not step.get("setup") and expectation(step) is not None
    ]


@cache
def complaints(area: str, scenario_id: str) -> list[str]:
    """One line per step of a scenario, run once: what is wrong with it, or nothing."""
    scenario = next(item for item in areas()[area] if item["id"] == scenario_id)
    world = World(scenario)
    found: list[str] = []
    broken = ""
    for number, step in enumerate(scenario["steps"]):
        complaint = broken or _complaint(world, step)
        if complaint and step.get("setup"):
            broken = broken or f"step {number} prepares the rest, and {complaint}"
        found.append(complaint)
    return found


def _complaint(world: World, step: Step) -> str:
    expected = expectation(step)
    op = OPS[step["op"]]
    try:
        answer = op.answer(world, step)
    except (MinivexError, ConvexError) as error:
        return failure_difference(world, expected, error) if expected else ""
    except Exception:
        return "broke: " + traceback.format_exc()
    return difference(world, step, expected, answer, is_plain=op.is_plain) if expected else ""
