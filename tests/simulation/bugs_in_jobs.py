"""Bugs in scheduled functions: jobs lost, doubled, too early, or there for no reason."""

from __future__ import annotations

from typing import Any

import pytest

import minivex.functions.scheduling
from labkit.simulation.job_campaign import first_job_failure
from minivex.functions.background import Background, _ByTheBooks
from minivex.functions.moves import Raised, Returned
from minivex.services.scheduler import Scheduler
from minivex.services.worker import Worker
from tests.simulation.planting import SEED, Planted, into

__all__ = ["BUGS", "HISTORIES_MAX", "job_found_after"]

BUGS: list[Planted] = []
planted = into(BUGS)

HISTORIES_MAX = 500


def job_found_after(bug: Planted, histories: int = HISTORIES_MAX) -> tuple[int, str] | None:
    """How many histories of scheduled functions it takes to find the bug, and as what."""
    with pytest.MonkeyPatch.context() as patch:
        bug.plant(patch)
        failure = first_job_failure(SEED, 0, histories)
    return None if failure is None else (failure.number + 1, failure.difference.kind)


@planted("a mutation's success is recorded after its effects have been committed")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Background._run

    def run(self: Background) -> None:
        original(self)
        if self._phase == "done" and isinstance(self.outcome, Returned):
            self._phase = "record"

    patch.setattr(Background, "_run", run)
    patch.setattr(_ByTheBooks, "begun", lambda self, transaction: None)
    patch.setattr(_ByTheBooks, "committing", lambda self, transaction, value: None)


@planted("an action begins without a note that it is in progress")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Background.move

    def move(self: Background) -> None:
        if self._phase == "claim":
            self._phase = "run"
        else:
            original(self)

    patch.setattr(Background, "move", move)


@planted("after a crash an action that was in progress runs again")
def _(patch: pytest.MonkeyPatch) -> None:
    def again(self: Scheduler, transaction: Any) -> None:
        from minivex.txn.system_documents import SystemDocuments

        jobs = SystemDocuments(transaction, "_scheduled_functions")
        for job in jobs.with_fields("by_state", ["inProgress"]):
            jobs.patch(str(job["_id"]), {"state": {"kind": "pending"}})

    patch.setattr(Scheduler, "_fail_interrupted", again)


@planted("after a crash nobody looks after what was in progress")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Scheduler, "recover", lambda self: None)


@planted("after a crash the jobs that workers held stay held")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Scheduler, "forget_workers", lambda self: None)


@planted("a mutation schedules at once, whatever becomes of it")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        minivex.functions.scheduling.Scheduler,
        "_perform",
        lambda self, work: self._surroundings.commit_alone(work),
    )


@planted("a job that was canceled while it waited begins all the same")
def _(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(_ByTheBooks, "begun", lambda self, transaction: None)


@planted("a worker takes a job before its time")
def _(patch: pytest.MonkeyPatch) -> None:
    import minivex.services.scheduler

    original = minivex.services.scheduler._due_ms
    patch.setattr(minivex.services.scheduler, "_due_ms", lambda job: original(job) - 3)


@planted("the job that is due last runs first")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Scheduler._next

    def last(self: Scheduler) -> Any:
        first: Any = original(self)
        held = self._held
        self._held = held if first is None else {*held, first["_id"]}
        second: Any = original(self)
        self._held = held
        is_due = second is not None and second["scheduledTime"] <= self._host.clock.now_ms
        return second if is_due else first

    patch.setattr(Scheduler, "_next", last)


@planted("a job that fails is tried again")
def _(patch: pytest.MonkeyPatch) -> None:
    original = Scheduler.record

    def record(self: Scheduler, transaction: Any, id: str, outcome: Any) -> None:
        if isinstance(outcome, Raised):
            self._held.discard(id)
        else:
            original(self, transaction, id, outcome)

    patch.setattr(Scheduler, "record", record)
    patch.setattr(Worker, "finish_scheduled", lambda self: 0)


if __name__ == "__main__":
    for bug in BUGS:
        found = job_found_after(bug)
        said = "never" if found is None else f"{found[0]:5}  {found[1]}"
        print(f"{said:24} {bug.name}")
