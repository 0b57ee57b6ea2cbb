"""How a function runs: from arguments to result, one move at a time.

::

                  ┌────────────── conflict: attempt + 1 ──────────────┐
                  ▼                                                   │
    start ──▶ Begin ──▶ StepMove ──▶ StepMove … ──▶ Commit ──▶ done   │
              snapshot,  perform,      perform,       validate, ──────┘
              run to     run to the    run to the     publish
              first step next step     end

A query has no commit: it is done with its last step. An action has neither snapshot nor
commit; the functions it calls make moves of their own, one level deeper. A function that
a query or mutation calls belongs to the same transaction.

Whoever holds several calls decides whose move is next; that is all there is to concurrency.

Source: convex-backend crates/application/src/application_function_runner/mod.rs and
crates/isolate/src/environment/udf.
"""

from __future__ import annotations

from copy import copy

from minivex.commit.retry import ATTEMPTS_MAX, CEILING_MS, PATIENT_CEILING_MS, backoff_ms
from minivex.errors import (
    DeveloperError,
    OptimisticConcurrencyConflict,
    OptimisticConcurrencyControlFailure,
    StorageError,
    SystemConflictFailure,
)
from minivex.functions.ctx import Ambient
from minivex.functions.definitions import Function
from minivex.functions.determinism import SeededRandom
from minivex.functions.frame import Frame
from minivex.functions.handlers import Handlers
from minivex.functions.host import Companion, Host
from minivex.functions.moves import (
    Move,
    Outcome,
    Raised,
    Returned,
    StepMove,
    begin_move,
    commit_move,
)
from minivex.functions.ports import NOBODY, Caller
from minivex.reactive.token import Token
from minivex.trace import CallTrace
from minivex.txn.cursor import Cursor
from minivex.txn.page import QueryJournal
from minivex.txn.transaction import Transaction
from minivex.txn.usage import Usage
from minivex.values.pending import resolve
from minivex.values.value import Value, clone

__all__ = ["Execution"]


class Execution(Handlers):
    """A function run on its own: its attempts, and the functions it calls in each.

    ``child`` is the function that an action is waiting for. ``journal`` says where the page
    ends that the function has read, or must end when it is run again.
    """

    __slots__ = (
        "_deployment",
        "_label",
        "_ready_ms",
        "_result",
        "_seed",
        "args",
        "attempt",
        "child",
        "companion",
        "journal",
        "outcome",
    )

    def __init__(
        self,
        host: Host,
        function: Function,
        args: dict[str, Value],
        label: str,
        depth: int = 0,
        *,
        previous_end: Cursor | None = None,
        caller: Caller = NOBODY,
        companion: Companion | None = None,
    ) -> None:
        super().__init__(host, function, depth=depth, caller=caller)
        self.companion = companion
        self.child: Execution | None = None
        self._deployment = host.deployment
        self.args = args
        self._label = label
        self.attempt = 1
        self._ready_ms = 0
        self._seed = 0
        self._result: Value = None
        self.outcome: Outcome | None = None
        self.journal = QueryJournal(previous_end)

    @property
    def next_move(self) -> Move | None:
        """What ``move`` would do."""
        match self._phase:
            case "step":
                frame = self.frames[-1]
                step = frame.step
                assert step is not None, "a paused handler waits for a step"
                depth = self.depth + len(self.frames) - 1
                return StepMove(step.op, step, depth, frame.function.path)
            case "begin":
                return begin_move(self.attempt, self.depth, self.function.path)
            case "commit":
                return commit_move(self.attempt, self.depth, self.function.path)
            case "child":
                assert self.child is not None, "an action waits for its child"
                return self.child.next_move
            case _:
                return None

    @property
    def token(self) -> Token:
        """What the outcome of a query or a mutation depended on."""
        transaction = self._transaction
        assert transaction is not None, "an action has no transaction"
        return Token(transaction.reads, transaction.begin_ts)

    @property
    def began_ms(self) -> int | None:
        """When the newest attempt began; None before the first."""
        return None if self._ambient is None else self._ambient.now_ms

    @property
    def committing(self) -> Transaction | None:
        """What the next move commits; None if it does something else."""
        return self._transaction if self._phase == "commit" else None

    @property
    def usage(self) -> Usage | None:
        """What the latest attempt has used of its limits; None for an action, and before the first attempt."""
        return self._transaction.usage if self._transaction is not None else None

    @property
    def is_caller_observed(self) -> bool:
        """Whether the outcome may be another for another caller."""
        return self._ambient is not None and self._ambient.was_asked

    def move(self) -> None:
        """Make the next move, and only that one."""
        phase = self._phase
        if phase == "step":
            self._perform()
        elif phase == "begin":
            self._begin()
        elif phase == "commit":
            self._commit()
        else:
            self._move_child()

    def finish(self) -> Outcome:
        """Make all moves that are left."""
        while self.outcome is None:
            self.move()
        return self.outcome

    # The moves.

    def _begin(self) -> None:
        host = self._host
        if self._deployment != host.deployment:
            self._deployment = host.deployment
            self.function = host.redeployed(self.function)
        function = self.function
        clock = host.clock
        if self._ready_ms:
            clock.advance_to(self._ready_ms)
        now_ms = clock.now_ms
        self._seed = seed = host.next_seed()
        self._ambient = ambient = Ambient(host, now_ms=now_ms, seed=seed, caller=self.caller)
        trace = None
        if host.tracer is not None:
            trace = CallTrace(host.tracer, self._label, function.path, self.attempt)
            trace.began(host.snapshots.latest.ts)
        self._trace = trace
        if function.kind != "action":
            self._transaction = Transaction(
                host.snapshots.pin(), now_ms=now_ms, random=ambient, trace=trace, limits=host.limits
            )
        self.frames = []
        if self.attempt > 1:
            self.journal = QueryJournal(self.journal.previous_end)
        if self.companion is not None and self._transaction is not None:
            settled = self.companion.begun(self._transaction)
            if settled is not None:
                self._finish(settled)
                return
        self._call(Frame(function, self._transaction, self.journal), self.args)

    def _commit(self) -> None:
        host = self._host
        transaction, trace = self._transaction, self._trace
        assert transaction is not None, "only a mutation commits"
        path = self.function.path
        if self.companion is not None:
            self.companion.committing(transaction, self._result)
        try:
            ts = host.committer.commit(transaction, label=self._label, path=path)
        except OptimisticConcurrencyConflict as conflict:
            self._refuse(conflict)
            return
        except (StorageError, DeveloperError) as failure:
            self._end(failure)
            return
        if transaction.writes.has_commit_ts:
            self._result = resolve(self._result, ts)
        if trace is not None:
            if ts != transaction.begin_ts:
                trace.validated(len(host.committer.log.after(transaction.begin_ts)) - 1)
            trace.committed(ts)
            trace.returned(self._result)
        self.outcome = Returned(self._result)
        self._phase = "done"
        host.committed()

    def _refuse(self, conflict: OptimisticConcurrencyConflict) -> None:
        """Begin again on a newer snapshot, or give up when the attempts are used up."""
        read, trace = conflict.read, self._trace
        if trace is not None:
            trace.conflicted(read)
        is_patient = self.companion is not None and self.companion.is_patient
        if self.attempt >= ATTEMPTS_MAX and not is_patient:
            failure = (
                SystemConflictFailure
                if read.table.startswith("_")
                else OptimisticConcurrencyControlFailure
            )
            self._end(failure(self.function.path, read))
            return
        ceiling_ms = PATIENT_CEILING_MS if is_patient else CEILING_MS
        fraction = SeededRandom(self._seed >> 1).random()
        delay_ms = backoff_ms(self.attempt - 1, fraction, ceiling_ms=ceiling_ms)
        if trace is not None:
            trace.waited(delay_ms)
        self._ready_ms = self._host.clock.now_ms + delay_ms
        self.attempt += 1
        self._phase = "begin"

    def _move_child(self) -> None:
        child = self.child
        assert child is not None, "an action waits for its child"
        child.move()
        match child.outcome:
            case Returned(value):
                self.child = None
                if self.heard is not None:
                    self.heard.append((clone(value), None))
                self._resume(value, None)
            case Raised(error):
                self.child = None
                if self.heard is not None:
                    self.heard.append((None, error))
                self._resume(None, error)

    def _end(self, error: Exception | None, value: Value = None) -> None:
        """The outermost handler is over."""
        if error is None and self.function.kind == "mutation":
            self._result = value
            self._phase = "commit"
            return
        self._finish(Returned(value) if error is None else Raised(error))

    def _finish(self, outcome: Outcome) -> None:
        """There is an outcome, and nothing is left to commit."""
        if self._phase != "commit" and self._transaction is not None:
            self._host.snapshots.release(self._transaction.snapshot)
        self._phase = "done"
        self.outcome = outcome
        trace = self._trace
        if trace is not None:
            if isinstance(outcome, Returned):
                trace.returned(outcome.value)
            else:
                trace.raised(outcome.error)

    def _wait_for(self, function: Function, args: dict[str, Value]) -> None:
        self.child = Execution(
            self._host, function, args, self._label, self.depth + 1, caller=self.caller
        )
        if self.heard is not None:
            self.child.remember()
        self._phase = "child"

    # A second one.

    def remember(self) -> None:
        """Keep what an action's handler is told from now on, so that ``copied`` can tell it again."""
        if self.function.kind == "action":
            self.heard = []

    def copied(self, host: Host, *, begin_ts: int | None = None) -> Execution:
        """The same function at the same point, on ``host``, to go on from there on its own.

        An action's handler is called anew and told what this one has been told; it must have been remembered from the
        start. Whether it went the same way again is for the caller to see. A transaction can be copied before its
        first step and when it is about to commit; ``begin_ts`` then says how long ago its snapshot was taken, if that
        is to be longer.

        Cost: O(1); for an action, a run of its handler without what it calls.
        """
        other = Execution(
            host, self.function, self.args, self._label, self.depth, caller=self.caller
        )
        other._deployment = self._deployment
        other.attempt = self.attempt
        other._ready_ms = self._ready_ms
        other._seed = self._seed
        other._result = clone(self._result)
        other.outcome = self.outcome
        other.journal = self.journal
        other.companion = self.companion
        other.result_bytes = self.result_bytes
        if self.heard is not None:
            other.heard = []
        if self.frames:
            self._tell(other, begin_ts)
            return other
        other._phase = self._phase
        other._ambient = self._ambient
        other._transaction = self._transaction
        if self._phase == "commit":
            assert self._transaction is not None, "only a mutation commits"
            self._transaction.snapshot.pins += 1  # its commit lets go of it
            if begin_ts is not None:
                other._transaction = copy(self._transaction)
                other._transaction.begin_ts = begin_ts
        return other

    def _tell(self, other: Execution, begin_ts: int | None) -> None:
        """Bring the handler of ``other`` to where that of this action stands."""
        assert self.heard is not None, "only what was remembered can be told again"
        assert self._ambient is not None, "an attempt has begun"
        now_ms = self._ambient.now_ms
        other._ambient = Ambient(other._host, now_ms=now_ms, seed=self._seed, caller=self.caller)
        other._call(Frame(other.function, None, other.journal), other.args)
        assert other.heard is not None, "it is copied with what is remembered"
        for value, error in self.heard:
            if not other.frames:
                return
            frame = other.frames[-1]
            if other.child is None and frame.step is not None:
                frame.log.pop(frame.step, None)
            other.child = None
            other.heard.append((value, error))
            other._resume(_again(value), error)
        if self.child is not None and other.child is not None:
            other.child = self.child.copied(other._host, begin_ts=begin_ts)


def _again(value: object) -> object:
    """A copy of what a handler was told: it may have changed the first one."""
    return clone(value)  # type: ignore[arg-type]
