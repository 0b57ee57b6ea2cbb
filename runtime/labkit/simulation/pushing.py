"""The pushes of a case on their way through the engine: one after the other, a few documents a step.

::

    !  begin ─▶ !  2 documents ─▶ !  2 more … ─▶ !  in force, or refused because of a document
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from labkit.simulation.schemas import SchemaPlan
from minivex import Backend
from minivex.errors import SchemaPushError
from minivex.schema.tables import Schema
from minivex.services.push import Push

__all__ = ["PushBegun", "PushEvent", "PushRefused", "Pushing", "Redefined"]

DOCUMENTS_PER_STEP: Final = 2


@dataclass(frozen=True, slots=True)
class Redefined:
    """A commit that lets tables or indexes be others; ``plan`` is the schema in force from then on.

    Without a plan only indexes that nobody can query yet have come or gone.
    """

    ts: int
    plan: SchemaPlan | None


@dataclass(frozen=True, slots=True)
class PushBegun:
    """A push of ``plan`` begins to look at the documents."""

    plan: SchemaPlan


@dataclass(frozen=True, slots=True)
class PushRefused:
    """The push of ``plan`` has failed because of a document."""

    plan: SchemaPlan
    table: str
    id: str


PushEvent: TypeAlias = Redefined | PushBegun | PushRefused


class Pushing:
    """The pushes of one case; ``note`` is told what happens, as it happens."""

    def __init__(
        self, backend: Backend, plans: Sequence[SchemaPlan], note: Callable[[PushEvent], None]
    ) -> None:
        self._backend = backend
        self._left = list(plans)
        self._note = note
        self._plan: SchemaPlan | None = None
        self._schema: Schema | None = None
        self._push: Push | None = None

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to push."""
        return not self._left and self._push is None

    def move(self) -> None:
        """Begin the next push, or make one step of the one that has begun."""
        push = self._push
        if push is None:
            plan = self._plan = self._left.pop(0)
            self._schema = plan.in_the_engine()
            self._note(PushBegun(plan))
            self._push = self._backend.start_push(self._schema)
            return
        try:
            push.step(DOCUMENTS_PER_STEP)
        except SchemaPushError as refusal:
            assert self._plan is not None, "a push has a plan"
            self._note(PushRefused(self._plan, refusal.table, refusal.id))
        if push.next_step is None:
            self._push = None

    def redefined(self, ts: int, schema: Schema | None) -> None:
        """Take note that tables or indexes are others since ``ts``, as ``schema`` wants them."""
        is_in_force = self._push is not None and schema is self._schema
        self._note(Redefined(ts, self._plan if is_in_force else None))
