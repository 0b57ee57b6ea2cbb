"""One history to try: the world it starts from, the calls, and the order of their moves.

A schedule is text, one character per move: ``a`` moves the first call, ``B`` moves the second
up to its commit, ``.`` lets a millisecond pass. What is not done when the text ends is finished
call by call.
"""

from __future__ import annotations

from typing import NamedTuple

from labkit.simulation.program import Body, Call, Fields

__all__ = ["LETTERS", "SCHEMA_TABLES", "Case", "WorldPlan"]

LETTERS = "abcdef"

SCHEMA_TABLES = ("as", "bs")
"""The tables that are there from the beginning, with a schema and indexes."""


class WorldPlan(NamedTuple):
    """Tables with their indexes, and what is in them. A ``None`` document was there, and is gone."""

    seed: int
    indexes: dict[str, dict[str, tuple[str, ...]]]
    documents: tuple[tuple[str, Fields | None], ...]


class Case(NamedTuple):
    """Everything that decides a history. ``watched`` are queries that somebody subscribed to."""

    plan: WorldPlan
    calls: tuple[Call, ...]
    schedule: str
    watched: tuple[Body, ...] = ()
