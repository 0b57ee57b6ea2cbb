"""Many histories, one after the other; the first that goes wrong is told as a story."""

from __future__ import annotations

from collections.abc import Iterator

from labkit.simulation.case import Case
from labkit.simulation.comparison import compare
from labkit.simulation.dice import Dice
from labkit.simulation.difference import Difference
from labkit.simulation.generator import draw_case, draw_plan
from labkit.simulation.history import play
from labkit.simulation.world import World

__all__ = ["HISTORIES_PER_WORLD", "attempt", "cases", "first_failure"]

HISTORIES_PER_WORLD = 40
"""Histories that start from the same database; building one costs as much as three of them."""


def cases(seed: int, start: int, end: int) -> Iterator[tuple[int, Case, World]]:
    """The histories number ``start`` up to ``end`` of a seed."""
    world_number, plan, world = -1, None, None
    for number in range(start, end):
        if plan is None or world is None or number // HISTORIES_PER_WORLD != world_number:
            world_number = number // HISTORIES_PER_WORLD
            plan = draw_plan(Dice(seed, 1, world_number))
            world = World(plan)
        yield number, draw_case(Dice(seed, 2, number), plan), world


def attempt(case: Case, world: World) -> Difference | None:
    """Carry out one history and compare."""
    return compare(play(case, world))


def first_failure(seed: int, histories: int) -> tuple[int, Case, Difference] | None:
    """The first of ``histories`` in which engine and model part."""
    for number, case, world in cases(seed, 0, histories):
        difference = attempt(case, world)
        if difference is not None:
            return number, case, difference
    return None
