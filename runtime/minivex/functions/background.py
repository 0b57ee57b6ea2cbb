"""A function that nobody waits for: it runs by the books of a service.

::

    mutation   Begin ─▶ steps ─▶ Commit = effects and "done", together      exactly once
    action     claim ─▶ Begin ─▶ steps ─▶ record                            at most once
               "in progress" is committed first, so a crash can be seen afterwards

The service keeps the books in tables (``Ledger``); whatever a crash interrupts, they say
what has happened. A mutation that has not committed has not happened and may run again. An
action that was claimed may have had effects, and is never run again.

Source: docs "Scheduled Functions"; convex-backend crates/application/src/scheduled_jobs/mod.rs.
"""

from __future__ import annotations

from typing import Literal, Protocol, TypeAlias

from minivex.errors import DeveloperError
from minivex.functions.definitions import Function, Kind
from minivex.functions.execution import Execution
from minivex.functions.host import Host
from minivex.functions.moves import Move, Outcome, Raised, Returned, StepMove
from minivex.functions.ports import Caller
from minivex.functions.runner import abandon, lines_of
from minivex.trace import Ran, SourceLine
from minivex.txn.transaction import Transaction
from minivex.values.value import Value

__all__ = ["Background", "Ledger"]

_Phase: TypeAlias = Literal["claim", "run", "record", "done"]


class Ledger(Protocol):
    """The books about one piece of work."""

    def claim(self, transaction: Transaction) -> bool:
        """Note that the work is in progress; false if it must not be done any more."""

    def record(self, transaction: Transaction, outcome: Outcome) -> None:
        """Note how the work ended."""


class Background:
    """One run of one piece of work, moved by hand like a call.

    ``job_id`` is the scheduled function it runs, if it is one. Where there is no function to run, ``path`` is
    empty and the work only fails.
    """

    __slots__ = (
        "_execution",
        "_generation",
        "_has_run",
        "_host",
        "_ledger",
        "_phase",
        "args",
        "job_id",
        "kind",
        "label",
        "outcome",
        "path",
    )

    def __init__(
        self,
        host: Host,
        function: Function | DeveloperError,
        args: dict[str, Value],
        *,
        ledger: Ledger,
        label: str,
        caller: Caller,
    ) -> None:
        self._host = host
        self._generation = host.generation
        self._ledger = ledger
        self.label = label
        self.args = args
        self.job_id = caller.job_id
        self.kind: Kind = "mutation"
        self.path = ""
        self.outcome: Outcome | None = None
        self._execution: Execution | None = None
        self._phase: _Phase = "record"
        self._has_run = True
        if isinstance(function, DeveloperError):
            self.outcome = Raised(function)
            return
        self.path = function.path
        self.kind = function.kind
        is_action = function.kind == "action"
        self._phase = "claim" if is_action else "run"
        self._execution = Execution(
            host,
            function,
            args,
            label,
            caller=caller,
            companion=None if is_action else _ByTheBooks(ledger),
        )

    @property
    def done(self) -> bool:
        """Whether the books are closed."""
        return self._phase == "done"

    @property
    def attempts(self) -> int:
        """How often the function has begun, or is about to."""
        return 0 if self._execution is None else self._execution.attempt

    @property
    def next_move(self) -> Move | None:
        """What ``move`` would do."""
        match self._phase:
            case "run":
                assert self._execution is not None, "there is a function to run"
                return self._execution.next_move
            case "done":
                return None
            case phase:
                return StepMove(f"background/{phase}", f"{phase} {self.label}", 0, self.path)

    def frames(self) -> list[SourceLine]:
        """Where the handlers stand, the outermost first; empty when none is running."""
        return lines_of(self._execution)

    def abandon(self) -> None:
        """Give up the run: its handlers will not go on."""
        abandon(self._execution)

    def move(self) -> None:
        """Make the next move, and only that one.

        Raises: DeveloperError, if there is none, or the run was lost in a crash.
        """
        self._move()
        tracer = self._host.tracer
        if self._phase == "done" and tracer is not None and self._has_run:
            outcome = self.outcome
            error = outcome.error if isinstance(outcome, Raised) else None
            tracer.event(Ran(self.label, self.path, self.attempts, self.job_id, error))

    def _move(self) -> None:
        if self._host.generation != self._generation:
            raise DeveloperError(
                f"The run of {self.label} was lost when the backend crashed. "
                "What the books say is what counts."
            )
        match self._phase:
            case "claim":
                is_open = self._host.commit_alone(self._ledger.claim)
                self._phase = "run" if is_open else "done"
                if not is_open:
                    self._has_run = False
                    self.outcome = Returned(None)
            case "run":
                self._run()
            case "record":
                outcome = self.outcome
                assert outcome is not None, "there is something to record"
                self._host.commit_alone(
                    lambda transaction: self._ledger.record(transaction, outcome)
                )
                self._phase = "done"
            case _:
                raise DeveloperError(
                    f"{self.label} is done: it has no move left. Look at its outcome."
                )

    def finish(self) -> Outcome:
        """Make all moves that are left."""
        while not self.done:
            self.move()
        assert self.outcome is not None, "what is done has an outcome"
        return self.outcome

    def _run(self) -> None:
        execution = self._execution
        assert execution is not None, "there is a function to run"
        execution.move()
        self.outcome = outcome = execution.outcome
        if outcome is not None:
            is_recorded = execution.companion is not None and isinstance(outcome, Returned)
            self._phase = "done" if is_recorded else "record"


class _ByTheBooks:
    """Lets the books of a mutation commit together with its effects."""

    __slots__ = ("_ledger",)

    is_patient = True

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def begun(self, transaction: Transaction) -> Returned | None:
        return None if self._ledger.claim(transaction) else Returned(None)

    def committing(self, transaction: Transaction, value: Value) -> None:
        self._ledger.record(transaction, Returned(value))
