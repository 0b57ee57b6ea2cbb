"""What subscriptions must have shown, commit by commit.

A subscription shows what a fresh run would. It runs again when a commit touches what its last
run read, and only then; and it tells its client when the outcome is another, and only then.

Source: docs "Realtime"; convex-backend crates/sync/src/worker.rs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from labkit.simulation.difference import Differ
from labkit.simulation.history import History, View
from labkit.simulation.model import Given, ModelRun
from labkit.simulation.model_query import Place
from labkit.simulation.program import Body, Call
from labkit.simulation.reads import touched
from labkit.simulation.versions import Changes, Version

__all__ = ["Committed", "check_views"]


class Committed(NamedTuple):
    """One commit, as the model has it."""

    ts: int
    changes: Changes
    new_tables: frozenset[str]
    is_push: bool = False


def check_views(
    history: History, versions: Sequence[Version], commits: Sequence[Committed]
) -> None:
    """Compare every subscription after every commit with the model.

    Raises: Differ, at the first difference.
    """
    views = history.record.views
    watched = history.case.watched
    if watched and len(views) != len(versions):
        raise Differ("subscription", f"{len(views) - 1} of {len(commits)} commits were taken up")
    for number, body in enumerate(watched):
        live = _Live(history, body)
        for at, version in enumerate(versions):
            live.take_up(version, None if at == 0 else commits[at - 1])
            seen, wanted = views[at][number], live.view
            if seen != wanted:
                raise Differ(
                    "subscription",
                    f"after {at} commits subscription {number} is {_shown(seen)}\n"
                    f"  and should be {_shown(wanted)}",
                )
    if watched:
        history.backend.sync.check_invariants()


class _Live:
    """One subscription in the model."""

    def __init__(self, history: History, body: Body) -> None:
        self.world = history.world
        self.body = body
        self.run: ModelRun | None = None
        self.page_end: Place | None = None
        self.view = View("", 0, 0, is_current=True)

    def take_up(self, version: Version, commit: Committed | None) -> None:
        """Run on ``version`` if that is the first one, or ``commit`` changed what was read."""
        before = self.run
        is_untouched = (
            before is not None
            and commit is not None
            and not commit.new_tables
            and not commit.is_push
            and not touched(before.reads, commit.changes)
        )
        if is_untouched:
            return
        self.run = run = ModelRun(
            Call((self.body,)),
            self.body,
            version,
            slots=self.world.slots,
            given=Given((), 0, 0),
            page_end=self.page_end,
        )
        self.page_end = run.memory.cursor or self.page_end
        outcome = run.outcome
        if outcome.startswith("returned"):
            outcome = f"returned {run.memory.log!r}"
        old = self.view
        told = old.deliveries + (outcome != old.outcome)
        self.view = View(outcome, old.runs + 1, told, is_current=True)


def _shown(view: View) -> str:
    late = "" if view.is_current else ", and late"
    return f"{view.outcome} after {view.runs} runs, told {view.deliveries} times{late}"
