"""``ctx.scheduler``: calls that the engine makes later.

===========  ==================================================================
in           ``run_after``, ``run_at`` and ``cancel`` take effect
===========  ==================================================================
a mutation   with its commit: a mutation that fails has scheduled nothing
an action    at once, each by itself, whatever becomes of the action
===========  ==================================================================

Source: docs "Scheduled Functions"; npm-packages/convex/src/server/impl/scheduler_impl.ts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import isfinite
from typing import TypeVar

from minivex.errors import InvalidArgumentError
from minivex.functions.ports import Caller, Surroundings
from minivex.functions.step import Step, StepLog
from minivex.txn.transaction import Transaction

__all__ = ["Scheduler"]

Result = TypeVar("Result")


class Scheduler:
    """``ctx.scheduler`` of a mutation, or of an action, which has no transaction."""

    __slots__ = ("_caller", "_log", "_now_ms", "_prefix", "_surroundings", "_transaction")

    def __init__(
        self,
        surroundings: Surroundings,
        log: StepLog,
        transaction: Transaction | None,
        *,
        now_ms: int,
        caller: Caller,
    ) -> None:
        self._surroundings = surroundings
        self._log = log
        self._transaction = transaction
        self._prefix = "1.0/actions/" if transaction is None else "1.0/"
        self._now_ms = now_ms
        self._caller = caller

    def run_after(
        self, delay_ms: float, function: object, args: dict[str, object] | None = None
    ) -> Step[str]:
        """Call ``function`` in ``delay_ms`` milliseconds; the result is the id of the job."""
        return Step(
            self._log,
            f"{self._prefix}schedule",
            "ctx.scheduler",
            "run_after",
            self._run_after,
            delay_ms,
            function,
            args,
        )

    def run_at(
        self,
        time: float | datetime,
        function: object,
        args: dict[str, object] | None = None,
    ) -> Step[str]:
        """Call ``function`` at ``time``, in milliseconds since 1970; at once if that is past."""
        return Step(
            self._log,
            f"{self._prefix}schedule",
            "ctx.scheduler",
            "run_at",
            self._run_at,
            time,
            function,
            args,
        )

    def cancel(self, id: str) -> Step[None]:
        """Let a job that has not begun never begin. One that is done stays as it is."""
        return Step(
            self._log, f"{self._prefix}cancel_job", "ctx.scheduler", "cancel", self._cancel, id
        )

    def _run_after(self, delay_ms: object, function: object, args: object) -> str:
        if isinstance(delay_ms, bool) or not isinstance(delay_ms, int | float):
            raise InvalidArgumentError("`delayMs` must be a number")
        if not isfinite(delay_ms):
            raise InvalidArgumentError("`delayMs` must be a finite number")
        if delay_ms < 0:
            raise InvalidArgumentError("`delayMs` must be non-negative")
        return self._schedule(self._now_ms + delay_ms, function, args)

    def _run_at(self, time: object, function: object, args: object) -> str:
        if isinstance(time, datetime):
            time = time.timestamp() * 1000
        if isinstance(time, bool) or not isinstance(time, int | float) or not isfinite(time):
            raise InvalidArgumentError("The invoke time must a Date or a timestamp")
        return self._schedule(time, function, args)

    def _schedule(self, due_ms: float, function: object, args: object) -> str:
        jobs, caller = self._surroundings.jobs, self._caller
        return self._perform(
            lambda transaction: jobs.schedule(
                transaction, function, {} if args is None else args, due_ms=due_ms, caller=caller
            )
        )

    def _cancel(self, id: object) -> None:
        jobs, caller = self._surroundings.jobs, self._caller
        self._perform(lambda transaction: jobs.cancel(transaction, id, caller=caller))

    def _perform(self, work: Callable[[Transaction], Result]) -> Result:
        if self._transaction is None:
            return self._surroundings.commit_alone(work)
        return work(self._transaction)
