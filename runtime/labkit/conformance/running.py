"""One scenario, step by step, and what each of its steps came to.

An error of the engine is an answer like any other. Everything else that goes wrong (a crash of
the engine, a scenario that cannot be carried out) is a failed step, whatever it expected, and
stops neither the steps after it nor the scenarios after that.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from labkit.conformance import (
    ops_cron,
    ops_database,
    ops_http,
    ops_misuse,
    ops_schema,
    ops_services,
    ops_validators,
    ops_values,
)
from labkit.conformance.compare import Parts, difference, expectations, failure_difference
from labkit.conformance.notation import ScenarioError
from labkit.conformance.registry import OPS, Op, Step, World
from minivex.errors import ConvexError, MinivexError

__all__ = ["GROUPS", "State", "StepResult", "run_scenario", "unknown_ops"]

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
"""The modules whose import makes every op known."""

TEXT_MAX = 2_000


class State(Enum):
    """What became of a step."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_JUDGED = "not judged"
    PREPARED = "prepared"


@dataclass(frozen=True, slots=True)
class StepResult:
    """A step, what it came to in words, and what is wrong with that (``why``; empty if nothing).

    ``number`` counts from 0. A step of preparation is PREPARED or FAILED, never PASSED.
    """

    number: int
    op: str
    state: State
    expected: str
    got: str
    why: str


@dataclass(frozen=True, slots=True)
class _Answered:
    value: object


@dataclass(frozen=True, slots=True)
class _Refused:
    error: MinivexError | ConvexError


@dataclass(frozen=True, slots=True)
class _Broke:
    """Neither an answer nor an error of the engine."""

    what: str
    details: str


_Outcome = _Answered | _Refused | _Broke


def run_scenario(scenario: dict[str, Any]) -> list[StepResult]:
    """Every step of a scenario, carried out in order on a deployment of its own.

    After a preparation that failed, no later step can be trusted: all of them fail.
    """
    world = World(scenario)
    results: list[StepResult] = []
    unprepared = ""
    for number, step in enumerate(scenario["steps"]):
        outcome = _outcome(world, step)
        wanted, why = _judged(world, step, outcome)
        if unprepared and wanted:
            why = f"{unprepared}: {why}" if why else unprepared
        state = State.FAILED if why else State.PASSED
        if not why and step.get("setup"):
            state = State.PREPARED
        elif not why and not wanted:
            state = State.NOT_JUDGED
        expected = " or ".join(_clipped(one) for one in wanted)
        results.append(StepResult(number, step["op"], state, expected, _got(outcome), why))
        if why and step.get("setup") and not unprepared:
            unprepared = f"step {number}, which prepares the rest, failed"
    return results


def _outcome(world: World, step: Step) -> _Outcome:
    outcome: _Outcome
    try:
        outcome = _Answered(_op(step).answer(world, step))
    except (MinivexError, ConvexError) as error:
        outcome = _Refused(error)
    except ScenarioError as error:
        outcome = _Broke(f"the scenario cannot be carried out: {error}", "")
    except Exception as error:  # noqa: BLE001 - a crash is a result like others
        details = "".join(traceback.format_exception(error)[-4:])
        outcome = _Broke(f"a crash, {type(error).__name__}: {_clipped(error, str)}", details)
    if world.problems:
        outcome = _Broke(f"the scenario cannot be carried out: {world.problems[0]}", "")
        world.problems.clear()
    return outcome


def _op(step: Step) -> Op:
    return OPS[step["op"]]


def _judged(world: World, step: Step, outcome: _Outcome) -> tuple[list[dict[str, Any]], str]:
    """What is expected, and what is wrong with the outcome; nothing if nothing is expected."""
    wanted: list[dict[str, Any]] = []
    try:
        wanted = expectations(step)
        complaints = [_complaint(world, step, one, outcome) for one in wanted]
    except ScenarioError as error:
        return wanted, f"the expectation cannot be read: {error}"
    except Exception as error:  # noqa: BLE001 - an odd expectation must not stop the others
        return wanted, f"the expectation cannot be read: {type(error).__name__}: {error}"
    if not all(complaints):
        return wanted, ""
    return wanted, " | ".join(dict.fromkeys(complaints))


def _complaint(world: World, step: Step, wanted: dict[str, Any], outcome: _Outcome) -> str:
    match outcome:
        case _Answered(value):
            return difference(world, step, wanted, value, is_plain=_op(step).is_plain)
        case _Refused(error):
            return failure_difference(world, wanted, error)
        case _Broke(what, details):
            return f"{what}\n{details}".rstrip()


def _got(outcome: _Outcome) -> str:
    match outcome:
        case _Answered(value):
            return f"answered {_clipped(_readable(value))}"
        case _Refused(ConvexError() as error):
            return f"failed with ConvexError and the data {_clipped(error.data)}"
        case _Refused(error):
            return f"failed with {type(error).__name__}: {_clipped(error, str)}"
        case _Broke(what, _):
            return what


def _readable(answer: object) -> object:
    if not isinstance(answer, Parts):
        return answer
    return [
        {"error": f"{type(part['error']).__name__}: {part['error']}"} if "error" in part else part
        for _, part in answer
    ]


def _clipped(value: object, text_of: Any = repr) -> str:
    """A value in words, as long as anybody reads."""
    try:
        text: str = text_of(value)
    except RecursionError:
        return f"a {type(value).__name__} too deep to be shown"
    return text if len(text) <= TEXT_MAX else f"{text[:TEXT_MAX]}… ({len(text)} characters)"


def unknown_ops(scenario: dict[str, Any]) -> list[str]:
    """The ops of a scenario, those inside its functions and transactions included, that are none."""
    functions = (scenario.get("functions") or {}).values()
    steps = [scenario["steps"], *(function.get("do", []) for function in functions)]
    return sorted({repr(op) for some in steps for op in _ops(some)} - {repr(op) for op in OPS})


def _ops(steps: list[Step]) -> Iterator[object]:
    for step in steps:
        yield step.get("op")
        yield from _ops(step.get("do", []))
