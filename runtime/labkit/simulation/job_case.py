"""Random histories of scheduled functions: what is ordered, moved, canceled and crashed.

The functions do as little as shows what has happened: a job leaves a mark with its own name, so
marks can be counted.
"""
# ruff: noqa: PLR2004 - percentages of throws

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

from labkit.simulation.dice import Dice

__all__ = [
    "Advance",
    "Bump",
    "Cancel",
    "Crash",
    "Event",
    "Move",
    "Order",
    "Plan",
    "Start",
    "draw_events",
]


class Order(NamedTuple):
    """A job: ``is_undone`` if a nested call orders it, fails, and is caught."""

    tag: str
    kind: Literal["write", "act"]
    delay_ms: int
    is_failing: bool
    is_undone: bool


class Plan(NamedTuple):
    """A mutation or an action that schedules jobs, and may fail in the end."""

    kind: Literal["mutation", "action"]
    orders: tuple[Order, ...]
    is_failing: bool


class Start(NamedTuple):
    """A worker takes the job that is due first, if one is."""


class Move(NamedTuple):
    """A worker makes ``moves`` moves of a job that it holds."""

    flight: int
    moves: int


class Bump(NamedTuple):
    """Somebody changes what every job reads."""


class Cancel(NamedTuple):
    """Somebody cancels one of the jobs there are."""

    job: int


class Advance(NamedTuple):
    """Time passes."""

    delta_ms: int


class Crash(NamedTuple):
    """The backend loses its memory."""


Event: TypeAlias = Plan | Start | Move | Bump | Cancel | Advance | Crash

EVENTS_MAX: Final = 24


def draw_events(dice: Dice) -> tuple[Event, ...]:
    """Some events, the first of which schedules something."""
    events: list[Event] = [_plan(dice, 0)]
    for number in range(1, 6 + dice.below(EVENTS_MAX - 6)):
        throw = dice.below(100)
        if throw < 12:
            events.append(_plan(dice, number))
        elif throw < 34:
            events.append(Start())
        elif throw < 66:
            events.append(Move(dice.below(3), 1 + dice.below(4)))
        elif throw < 73:
            events.append(Bump())
        elif throw < 80:
            events.append(Cancel(dice.below(6)))
        elif throw < 90:
            events.append(Advance(dice.below(20)))
        else:
            events.append(Crash())
    return tuple(events)


def _plan(dice: Dice, number: int) -> Plan:
    orders = tuple(
        Order(
            f"job {number}.{position}",
            "act" if dice.chance(40) else "write",
            dice.below(3) * 5,
            is_failing=dice.chance(15),
            is_undone=dice.chance(15),
        )
        for position in range(1 + dice.below(3))
    )
    return Plan("action" if dice.chance(20) else "mutation", orders, dice.chance(12))
