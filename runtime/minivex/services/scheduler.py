"""Scheduled functions: calls that are data until they are due.

::

    pending ──▶ in progress ──▶ success │ failed          a mutation is never seen in progress
       └─────────────┴────────▶ canceled                  by anyone but itself

A call that a mutation schedules is a document that its transaction inserts. It exists
exactly if the transaction commits, and functions may read it like any other document.

Source: docs "Scheduled Functions"; convex-backend crates/model/src/scheduled_jobs and
crates/application/src/scheduled_jobs/mod.rs.
Differs: jobs run one at a time, in the order in which they are due; a deployment runs
several at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from minivex.errors import (
    DeveloperError,
    FunctionNotFoundError,
    InvalidArgumentError,
    canonical_path,
)
from minivex.errors.kept import kept_text
from minivex.functions.background import Background
from minivex.functions.call_values import freeze_args
from minivex.functions.definitions import Function
from minivex.functions.host import Host
from minivex.functions.moves import Outcome, Raised
from minivex.functions.ports import Caller
from minivex.functions.references import path_of
from minivex.index.index_key import Document
from minivex.index.interval import Interval
from minivex.txn.system_documents import SystemDocuments, table_of_id
from minivex.txn.transaction import Transaction
from minivex.values.order import encode_key
from minivex.values.value import Value, size_bytes

__all__ = ["Scheduler"]

TABLE: Final = "_scheduled_functions"
WINDOW_MS: Final = 5 * 366 * 86_400_000
"""How far from now a call can be due: five long years."""
RETENTION_MS: Final = 7 * 86_400_000
"""How long a job is kept after its end."""
CRASHED: Final = "Transient error while executing action"


class SchedulerHost(Host, Protocol):
    """What the scheduler needs from the backend."""

    functions: dict[str, Function]


class Scheduler:
    """The jobs of a backend: adding and canceling them in a transaction, and running them.

    A job that a worker holds is ``_held``: only the worker's memory knows, so a crash frees it.
    """

    def __init__(self, host: SchedulerHost) -> None:
        self._host = host
        self._held: set[str] = set()

    # In a transaction.

    def schedule(
        self,
        transaction: Transaction,
        reference: object,
        args: object,
        *,
        due_ms: float,
        caller: Caller,
    ) -> str:
        """Add a call and return its id. Its arguments are checked when it runs.

        Raises: FunctionNotFoundError, if there is no such function now, or
            InvalidArgumentError, if the time is more than five years away.
        """
        path = path_of(reference)
        if path not in self._host.functions:
            raise _no_function(path, self._host.functions)
        distance_ms = due_ms - self._host.clock.now_ms
        if abs(distance_ms) > WINDOW_MS:
            direction = "future" if distance_ms > 0 else "past"
            raise InvalidArgumentError(
                f"The scheduled time {due_ms:.0f} is more than 5 years in the {direction}. "
                "Schedule a function that schedules it again."
            )
        jobs = SystemDocuments(transaction, TABLE)
        arguments = freeze_args(args)
        transaction.usage.schedule(size_bytes(arguments))
        fields: dict[str, Value] = {
            "name": canonical_path(path),
            "args": [arguments],
            "scheduledTime": float(due_ms),
            "state": {"kind": "pending"},
        }
        if self._is_canceled(transaction, caller):
            fields["state"] = {"kind": "canceled"}
            fields["completedTime"] = float(self._host.clock.now_ms)
        id = jobs.insert(fields)
        if transaction.trace is not None:
            transaction.trace.scheduled(path, due_ms, id)
        return id

    def cancel(self, transaction: Transaction, id: object, *, caller: Caller) -> None:
        """Cancel a job that is pending or in progress; any other stays as it is.

        A mutation that cancels itself goes on.

        Raises: InvalidArgumentError or IdDecodeError, if ``id`` is no id of a job.
        """
        table = table_of_id(transaction, "cancel", id)
        if table is None or table.name != TABLE:
            raise InvalidArgumentError(
                "Invalid scheduled function ID. "
                "The ID must be an ID on the '_scheduled_functions' table."
            )
        jobs = SystemDocuments(transaction, TABLE)
        job = jobs.get(str(id))
        if job is None or id == caller.job_id or _kind_of(job) not in ("pending", "inProgress"):
            return
        self._close(jobs, str(id), {"kind": "canceled"})

    # The worker's side.

    def next_due_ms(self) -> float | None:
        """When the next job is due that no worker holds; ``None`` if there is none."""
        job = self._next()
        return None if job is None else _due_ms(job)

    def start_next(self) -> Background | None:
        """Take the job that is due first, if it is due by now."""
        job = self._next()
        if job is None or _due_ms(job) > self._host.clock.now_ms:
            return None
        id = str(job["_id"])
        self._held = {held for held in self._held if self._is_pending(held)} | {id}
        path, args = _call_of(job)
        return Background(
            self._host,
            self._function(path),
            args,
            ledger=_JobLedger(self, id),
            label=f"job {path}",
            caller=Caller(job_id=id),
        )

    def forget_workers(self) -> None:
        """Let the memory of all workers be lost: what they held is free again."""
        self._held.clear()

    def recover(self) -> None:
        """After a crash: an action that was in progress has failed."""
        self._host.commit_alone(self._fail_interrupted)

    def sweep(self) -> None:
        """Drop jobs that ended more than a week ago."""
        before_ms = self._host.clock.now_ms - RETENTION_MS
        interval = Interval(encode_key([None]), encode_key([float(before_ms)]))
        if self._host.read_alone(
            lambda transaction: SystemDocuments(transaction, TABLE).between(
                "by_completion", interval, 1
            )
        ):
            self._host.commit_alone(lambda transaction: _drop(transaction, interval))

    # Inside.

    def _next(self) -> Document | None:
        """The pending job that is due first and free; equal times in order of creation."""
        held = len(self._held)
        pending = self._host.read_alone(
            lambda transaction: SystemDocuments(transaction, TABLE).with_fields(
                "by_state", ["pending"], held + 1
            )
        )
        return next((job for job in pending if job["_id"] not in self._held), None)

    def _is_pending(self, id: str) -> bool:
        job = self._host.read_alone(lambda transaction: SystemDocuments(transaction, TABLE).get(id))
        return job is not None and _kind_of(job) == "pending"

    def _function(self, path: str) -> Function | DeveloperError:
        function = self._host.functions.get(path)
        if function is None:
            return _no_function(path, self._host.functions)
        if function.kind == "query":
            return DeveloperError(
                f"Unsupported function type for {path}: a query cannot be scheduled. "
                "Schedule a mutation or an action."
            )
        return function

    def _is_canceled(self, transaction: Transaction, caller: Caller) -> bool:
        """Whether the job that is scheduling has been canceled in the meantime."""
        if caller.job_id is None:
            return False
        job = SystemDocuments(transaction, TABLE).get(caller.job_id)
        return job is not None and _kind_of(job) == "canceled"

    def _fail_interrupted(self, transaction: Transaction) -> None:
        jobs = SystemDocuments(transaction, TABLE)
        for job in jobs.with_fields("by_state", ["inProgress"]):
            self._close(jobs, str(job["_id"]), {"kind": "failed", "error": CRASHED})

    def _close(self, jobs: SystemDocuments, id: str, state: dict[str, Value]) -> None:
        completed: dict[str, Value] = {"completedTime": float(self._host.clock.now_ms)}
        jobs.patch(id, {**completed, "state": state})

    # The books of one job.

    def claim(self, transaction: Transaction, id: str) -> bool:
        """Note that a job is in progress; false if it is not pending any more."""
        jobs = SystemDocuments(transaction, TABLE)
        job = jobs.get(id)
        if job is None or _kind_of(job) != "pending":
            self._held.discard(id)
            return False
        jobs.patch(id, {"state": {"kind": "inProgress"}})
        return True

    def record(self, transaction: Transaction, id: str, outcome: Outcome) -> None:
        """Note how a job ended, unless it was canceled meanwhile."""
        jobs = SystemDocuments(transaction, TABLE)
        job = jobs.get(id)
        if job is not None and _kind_of(job) in ("pending", "inProgress"):
            state: dict[str, Value] = {"kind": "success"}
            if isinstance(outcome, Raised):
                state = {"kind": "failed", "error": kept_text(outcome.error)}
            self._close(jobs, id, state)


class _JobLedger:
    """The books about one job."""

    __slots__ = ("_id", "_scheduler")

    def __init__(self, scheduler: Scheduler, id: str) -> None:
        self._scheduler = scheduler
        self._id = id

    def claim(self, transaction: Transaction) -> bool:
        return self._scheduler.claim(transaction, self._id)

    def record(self, transaction: Transaction, outcome: Outcome) -> None:
        self._scheduler.record(transaction, self._id, outcome)


def _drop(transaction: Transaction, interval: Interval) -> None:
    jobs = SystemDocuments(transaction, TABLE)
    for job in jobs.between("by_completion", interval):
        jobs.delete(str(job["_id"]))


def _no_function(path: str, functions: Mapping[str, Function]) -> FunctionNotFoundError:
    module, _, name = path.partition(":")
    if not any(known.partition(":")[0] == module for known in functions):
        return FunctionNotFoundError(
            f"Attempted to schedule function at nonexistent path: {module}"
        )
    return FunctionNotFoundError(
        f"Attempted to schedule function, but no exported function {name or 'default'} found in "
        f"the file: {module}. Did you forget to export it?"
    )


def _kind_of(job: Document) -> object:
    state = job["state"]
    assert isinstance(state, dict), "the scheduler writes states"
    return state["kind"]


def _due_ms(job: Document) -> float:
    due_ms = job["scheduledTime"]
    assert isinstance(due_ms, float), "the scheduler writes times"
    return due_ms


def _call_of(job: Document) -> tuple[str, dict[str, Value]]:
    """The function's own name, and its arguments."""
    name, args = job["name"], job["args"]
    assert isinstance(name, str), "the scheduler writes names"
    assert isinstance(args, list), "the scheduler writes arguments"
    arguments = args[0]
    assert isinstance(arguments, dict), "arguments are one object"
    module, _, function = name.partition(".js:")
    return (module if function == "default" else f"{module}:{function}"), arguments
