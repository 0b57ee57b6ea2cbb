"""One history to try: the world it starts from, the calls, and the order of their moves.

A schedule is text, one character per move: ``a`` moves the first call, ``B`` moves the second
up to its commit, ``.`` lets a millisecond pass, ``!`` begins the next push or makes its next
step. What is not done when the text ends is finished call by call, and then push by push.
"""

from __future__ import annotations

from typing import NamedTuple

from labkit.simulation.program import Body, Call, Fields
from labkit.simulation.schemas import SchemaPlan, TableRule

__all__ = ["LETTERS", "SCHEMA_TABLES", "Case", "WorldPlan"]

LETTERS = "abcdef"

SCHEMA_TABLES = ("as", "bs")
"""The tables that are there from the beginning, with a schema and indexes."""


class WorldPlan(NamedTuple):
    """Tables with their indexes, and what is in them. A ``None`` document was there, and is gone."""

    seed: int
    indexes: dict[str, dict[str, tuple[str, ...]]]
    documents: tuple[tuple[str, Fields | None], ...]

    @property
    def schema(self) -> SchemaPlan:
        """The schema that the database has at first."""
        return SchemaPlan({table: TableRule(on) for table, on in self.indexes.items()})


class Case(NamedTuple):
    """Everything that decides a history.

    ``watched`` are queries that somebody subscribed to, ``pushes`` are schemas that take the place
    of the one before, one after the other, if the documents match.
    """

    plan: WorldPlan
    calls: tuple[Call, ...]
    schedule: str
    watched: tuple[Body, ...] = ()
    pushes: tuple[SchemaPlan, ...] = ()
