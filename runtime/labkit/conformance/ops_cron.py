"""Ops on cron jobs: their definitions, and when an expression matches."""

# ruff: noqa: D103 - a function is named like the op, or the misuse, that it answers

from __future__ import annotations

from typing import Any, Final

from labkit.conformance.notation import ScenarioError, evaluate, without_absent
from labkit.conformance.registry import Step, World, answers, required
from minivex.functions.references import FunctionReference
from minivex.services.cron_expression import parse_cron
from minivex.services.crons import Crons

NAMES = {"minuteUTC": "minute_utc", "hourUTC": "hour_utc", "dayOfWeek": "day_of_week"}


KINDS: Final = ("interval", "hourly", "daily", "weekly", "monthly", "cron")
TIMES_MAX: Final = 100_000


def crons(_: World) -> Crons:
    """The cron jobs of a scenario, none at first."""
    return Crons()


@answers("cron")
def cron(world: World, step: Step) -> Any:
    schedule = evaluate(step.get("schedule", {}), world.resolve)
    if isinstance(schedule, dict):
        schedule = {NAMES.get(name, name): value for name, value in schedule.items()}
    if required(step, "kind") not in KINDS:
        raise ScenarioError(f"a cron job is of the kinds {', '.join(KINDS)}, not {step['kind']!r}")
    define = getattr(world.part(crons), step["kind"])
    args = without_absent(evaluate(step.get("args", {}), world.resolve))
    define(world.value(step, "name"), schedule, FunctionReference(step.get("fn", "m:job")), args)
    return None


@answers("cron_export", is_plain=True)
def cron_export(world: World, _: Step) -> Any:
    return world.part(crons).to_json()


@answers("cron_next", is_plain=True)
def cron_next(_: World, step: Step) -> Any:
    expression = parse_cron(required(step, "expr"))
    if required(step, "count") > TIMES_MAX:
        raise ScenarioError(f"{step['count']} run times are more than {TIMES_MAX}")
    found: list[int] = []
    moment: int | None = step["after"]
    while len(found) < step["count"]:
        assert moment is not None
        moment = expression.next_after_s(moment)
        if moment is None:
            return "never"
        found.append(moment)
    return found
