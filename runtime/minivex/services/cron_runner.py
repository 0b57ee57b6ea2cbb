"""Running cron jobs: one run of each at a time, and none made up for.

::

    next ──due──▶ run ──▶ next = previous scheduled time + period
                    late: the runs that were missed are skipped, not caught up on

A job's document says when it runs next. A mutation moves that time on in the commit of its
effects, an action after it was noted as in progress: the same promises as for scheduled
functions.

Source: docs "Cron Jobs"; convex-backend crates/application/src/cron_jobs/mod.rs and
crates/model/src/cron_jobs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from minivex.errors import DeveloperError
from minivex.errors.kept import kept_text
from minivex.functions.background import Background
from minivex.functions.definitions import Function
from minivex.functions.host import Host
from minivex.functions.moves import Outcome, Raised
from minivex.functions.ports import NOBODY
from minivex.index.index_key import Document
from minivex.services.crons import CronDefinition, Crons
from minivex.txn.system_documents import SystemDocuments
from minivex.txn.transaction import Transaction
from minivex.values.value import Value

__all__ = ["CronRunner", "check_runnable"]

TABLE: Final = "_cron_jobs"
LOGS: Final = "_cron_job_logs"
LOGS_KEPT: Final = 5
"""Runs that are remembered of each job."""
CRASHED: Final = "Transient error while executing action"


class CronHost(Host, Protocol):
    """What the runner needs from the backend."""

    functions: dict[str, Function]


class CronRunner:
    """The cron jobs of a backend. Those that a worker runs are ``_held``, by id, in its memory."""

    def __init__(self, host: CronHost, crons: Crons) -> None:
        self._host = host
        self._definitions = crons.jobs
        self._held: set[str] = set()

    def deploy(self, crons: Crons | None = None) -> None:
        """Start the jobs that are new, and forget those that are defined no more.

        With ``crons`` those take the place of what was defined. A job whose schedule has not
        changed keeps its time; a run that is under way goes on.

        Raises: DefinitionError or DeveloperError, if one can never run.
        """
        jobs = self._definitions if crons is None else crons.jobs
        check_runnable(jobs, self._host.functions)
        self._definitions = jobs
        self._host.commit_alone(self._deploy)

    def next_due_ms(self) -> float | None:
        """When the next run is due that no worker holds; ``None`` if there is none."""
        return min((_next_ms(job) for job in self._free()), default=None)

    def start_next(self) -> Background | None:
        """Take the run that is due first, if it is due by now."""
        job = min(self._free(), key=_next_ms, default=None)
        if job is None or _next_ms(job) > self._host.clock.now_ms:
            return None
        name = str(job["name"])
        definition = self._definitions[name]
        self._held.add(str(job["_id"]))
        return Background(
            self._host,
            self._host.functions[definition.path],
            definition.args,
            ledger=_CronLedger(self, definition, str(job["_id"]), _next_ms(job)),
            label=f"cron {name}",
            caller=NOBODY,
        )

    def forget_workers(self) -> None:
        """Let the memory of all workers be lost: what they held is free again."""
        self._held.clear()

    def recover(self) -> None:
        """After a crash: a run of an action that was in progress has failed."""
        self._host.commit_alone(self._fail_interrupted)

    def sweep(self) -> None:
        """Do nothing: each run drops the oldest log of its job."""

    def logs(self, name: str) -> list[Document]:
        """The last runs of a job, the newest last."""
        return self._host.read_alone(
            lambda transaction: SystemDocuments(transaction, LOGS).with_fields("by_name", [name])
        )

    # The books.

    def claim(self, transaction: Transaction, id: str, due_ms: float) -> bool:
        """Note that a run is in progress; false if somebody else has begun it."""
        jobs = SystemDocuments(transaction, TABLE)
        job = jobs.get(id)
        if job is None or job["state"] != "pending" or _next_ms(job) != due_ms:
            return False
        jobs.patch(id, {"state": "inProgress"})
        return True

    def record(
        self, transaction: Transaction, definition: CronDefinition, id: str, error: str | None
    ) -> None:
        """Note how a run ended, and when the next one is due."""
        self._held.discard(id)
        jobs = SystemDocuments(transaction, TABLE)
        job = jobs.get(id)
        if job is None:
            return
        now_ms = self._host.clock.now_ms
        due_ms = int(_next_ms(job))
        next_ms, skipped = definition.runs_skipped(previous_ms=due_ms, now_ms=now_ms)
        jobs.patch(id, {"state": "pending", "nextTime": float(next_ms)})
        log: dict[str, Value] = {
            "name": definition.name,
            "scheduledTime": float(due_ms),
            "completedTime": float(now_ms),
            "status": "success" if error is None else "failed",
            "error": error,
            "note": None,
        }
        if skipped:
            log["note"] = (
                f"Skipping {skipped} run(s) of {definition.name} because multiple scheduled runs "
                "are in the past"
            )
        logs = SystemDocuments(transaction, LOGS)
        logs.insert(log)
        kept = logs.with_fields("by_name", [definition.name])
        for old in kept[:-LOGS_KEPT]:
            logs.delete(str(old["_id"]))

    # Inside.

    def _deploy(self, transaction: Transaction) -> None:
        jobs = SystemDocuments(transaction, TABLE)
        known = {str(job["name"]): job for job in jobs.with_fields("by_name", [])}
        now_ms = self._host.clock.now_ms
        for name, job in known.items():
            definition = self._definitions.get(name)
            if definition is None or job["schedule"] != repr(definition.schedule):
                jobs.delete(str(job["_id"]))
        for name, definition in self._definitions.items():
            if name not in known or known[name]["schedule"] != repr(definition.schedule):
                next_ms = definition.next_run_ms(previous_ms=None, now_ms=now_ms)
                assert next_ms is not None, "what can never run is not pushed"
                jobs.insert(
                    {
                        "name": name,
                        "schedule": repr(definition.schedule),
                        "state": "pending",
                        "nextTime": float(next_ms),
                    }
                )

    def _free(self) -> list[Document]:
        if not self._definitions:
            return []
        jobs = self._host.read_alone(
            lambda transaction: SystemDocuments(transaction, TABLE).with_fields("by_name", [])
        )
        return [job for job in jobs if job["_id"] not in self._held and job["state"] == "pending"]

    def _fail_interrupted(self, transaction: Transaction) -> None:
        jobs = SystemDocuments(transaction, TABLE)
        for job in jobs.with_fields("by_name", []):
            if job["state"] == "inProgress":
                definition = self._definitions[str(job["name"])]
                self.record(transaction, definition, str(job["_id"]), CRASHED)


def check_runnable(jobs: Mapping[str, CronDefinition], functions: Mapping[str, Function]) -> None:
    """Refuse cron jobs that can never run.

    Raises: DefinitionError, if no time matches; DeveloperError, if there is no such function.
    """
    for job in jobs.values():
        job.check_pushable()
        if job.path not in functions:
            raise DeveloperError(
                f"Cron job {job.name!r} calls {job.path}, which is no function of this backend. "
                "Register it, or take the job out."
            )


class _CronLedger:
    """The books about one run of one job."""

    __slots__ = ("_definition", "_due_ms", "_id", "_runner")

    def __init__(
        self, runner: CronRunner, definition: CronDefinition, id: str, due_ms: float
    ) -> None:
        self._runner = runner
        self._definition = definition
        self._id = id
        self._due_ms = due_ms

    def claim(self, transaction: Transaction) -> bool:
        return self._runner.claim(transaction, self._id, self._due_ms)

    def record(self, transaction: Transaction, outcome: Outcome) -> None:
        error = None
        if isinstance(outcome, Raised):
            error = kept_text(outcome.error)
        self._runner.record(transaction, self._definition, self._id, error)


def _next_ms(job: Document) -> float:
    next_ms = job["nextTime"]
    assert isinstance(next_ms, float), "the runner writes times"
    return next_ms
