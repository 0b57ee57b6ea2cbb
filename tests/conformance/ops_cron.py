"""Ops on cron jobs: their definitions, and when an expression matches."""

from __future__ import annotations

from typing import Any

from minivex.functions.references import FunctionReference
from minivex.services.cron_expression import parse_cron
from minivex.services.crons import Crons
from tests.conformance.notation import evaluate, without_absent
from tests.conformance.registry import Step, World, answers

NAMES = {"minuteUTC": "minute_utc", "hourUTC": "hour_utc", "dayOfWeek": "day_of_week"}


def crons(_: World) -> Crons:
    return Crons()


@answers("cron")
def cron(world: World, step: Step) -> Any:
    schedule = evaluate(step.get("schedule", {}), world.resolve)
    if isinstance(schedule, dict):
        schedule = {NAMES.get(name, name): value for name, value in schedule.items()}
    define = getattr(world.part(crons), step["kind"])
    args = without_absent(evaluate(step.get("args", {}), world.resolve))
    define(step["name"], schedule, FunctionReference(step.get("fn", "m:job")), args)
    return None


@answers("cron_export", is_plain=True)
def cron_export(world: World, _: Step) -> Any:
    return world.part(crons).to_json()


@answers("cron_next", is_plain=True)
def cron_next(_: World, step: Step) -> Any:
    expression = parse_cron(step["expr"])
    found: list[int] = []
    moment: int | None = step["after"]
    while len(found) < step["count"]:
        assert moment is not None
        moment = expression.next_after_s(moment)
        if moment is None:
            return "never"
        found.append(moment)
    return found
