"""The worker: it lets time pass, runs what is due on the way, and comes back after a crash.

::

    advance(1000)    now ──▶ due ──▶ due ──▶ … ──▶ now + 1000
                              run     run           one after the other, each at its own time

Source: convex-backend crates/application/src/scheduled_jobs/mod.rs and
crates/application/src/cron_jobs/mod.rs.
Differs: one lane. A deployment runs 8 jobs or more at once, and promises no order among
those that are due together.
"""

from __future__ import annotations

from math import ceil
from typing import Protocol

from minivex.clock import VirtualClock
from minivex.functions.background import Background

__all__ = ["Queue", "Worker"]


class Queue(Protocol):
    """Work that comes due: scheduled functions, or cron jobs."""

    def next_due_ms(self) -> float | None:
        """When the next piece of work is due that nobody holds."""

    def start_next(self) -> Background | None:
        """Take the work that is due first, if it is due by now."""

    def forget_workers(self) -> None:
        """Let whatever is held be free."""

    def recover(self) -> None:
        """Put the books in order after a crash."""

    def sweep(self) -> None:
        """Drop what was kept long enough."""


class Worker:
    """Runs scheduled functions and cron jobs when they are due."""

    __slots__ = ("_clock", "_crons", "_scheduler")

    def __init__(self, clock: VirtualClock, scheduler: Queue, crons: Queue) -> None:
        self._clock = clock
        self._scheduler = scheduler
        self._crons = crons

    def start_next(self) -> Background | None:
        """Take the work that is due first, if it is due by now; it has not begun yet."""
        job_ms, cron_ms = self._scheduler.next_due_ms(), self._crons.next_due_ms()
        if job_ms is not None and (cron_ms is None or job_ms <= cron_ms):
            return self._scheduler.start_next()
        return self._crons.start_next()

    def run_due(self) -> int:
        """Run all that is due by now, what that schedules for now included; how many ran."""
        count = 0
        while (work := self.start_next()) is not None:
            work.finish()
            count += 1
        return count

    def advance(self, delta_ms: float) -> int:
        """Let time pass, and run on the way all that comes due, each at its own time."""
        end_ms = self._clock.now_ms + ceil(delta_ms)
        count = self.run_due()
        while (due_ms := self._next_due_ms()) is not None and due_ms <= end_ms:
            self._clock.advance_to(ceil(due_ms))
            count += self.run_due()
        self._clock.advance_to(end_ms)
        for queue in (self._scheduler, self._crons):
            queue.sweep()
        return count

    def finish_scheduled(self) -> int:
        """Let time pass until no scheduled function is pending. Cron jobs run on the way."""
        count = 0
        while (due_ms := self._scheduler.next_due_ms()) is not None:
            count += self.advance(max(0, due_ms - self._clock.now_ms))
        return count

    def crash(self) -> None:
        """Lose all memory and come back: what was in progress has failed or will run again."""
        for queue in (self._scheduler, self._crons):
            queue.forget_workers()
            queue.recover()

    def _next_due_ms(self) -> float | None:
        found = [self._scheduler.next_due_ms(), self._crons.next_due_ms()]
        return min((due_ms for due_ms in found if due_ms is not None), default=None)
