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

from collections.abc import Mapping
from types import CoroutineType
from typing import Final, Literal, Protocol, TypeAlias

from minivex.clock import VirtualClock
from minivex.commit.committer import Committer
from minivex.commit.retry import ATTEMPTS_MAX, CEILING_MS, PATIENT_CEILING_MS, backoff_ms
from minivex.errors import (
    ConvexError,
    DeveloperError,
    LimitError,
    OptimisticConcurrencyConflict,
    OptimisticConcurrencyControlFailure,
    StorageError,
    SystemConflictFailure,
)
from minivex.functions.call_values import (
    check_args,
    checked_result,
    expect_object,
    freeze_args,
    keywords,
    refuse_forgotten,
)
from minivex.functions.ctx import ActionCtx, Ambient, MutationCtx, NestedCall, QueryCtx
from minivex.functions.definitions import Function
from minivex.functions.determinism import SeededRandom
from minivex.functions.frame import Frame, Nesting, foreign
from minivex.functions.ports import NOBODY, Caller, Surroundings
from minivex.functions.step import Step
from minivex.reactive.token import Token
from minivex.store.snapshot_manager import SnapshotManager
from minivex.trace import CallTrace, Tracer
from minivex.txn.cursor import Cursor
from minivex.txn.limits import Limits, Usage
from minivex.txn.page import QueryJournal
from minivex.txn.transaction import Transaction
from minivex.values.pending import freeze_pending, resolve
from minivex.values.value import (
    UNDEFINED,
    Value,
    freeze,
)

__all__ = ["Execution", "Host"]

from minivex.functions.moves import Begin, Commit, Move, Outcome, Raised, Returned, StepMove

DEPTH_MAX: Final = 8
"""Calls inside calls. Source: MAX_REACTOR_CALL_DEPTH."""


class Host(Surroundings, Protocol):
    """What the runner needs from the backend."""

    snapshots: SnapshotManager
    committer: Committer
    clock: VirtualClock
    tracer: Tracer | None
    generation: int
    deployment: int
    limits: Limits

    def redeployed(self, function: Function) -> Function:
        """What has the name of ``function`` since the last push; it may do no more than fail."""

    def next_seed(self) -> int:
        """A seed that no other attempt has had."""

    def committed(self) -> None:
        """Take note that a commit is done: whoever waits for it may hear of it now."""


class Companion(Protocol):
    """What takes part in every attempt of one mutation, and commits together with it.

    ``is_patient`` means that it is tried again until it commits.
    """

    is_patient: bool

    def begun(self, transaction: Transaction) -> Returned | None:
        """Look around before the handler runs; an answer ends the call at once."""

    def committing(self, transaction: Transaction, value: Value) -> None:
        """Write what belongs to the commit; the handler has returned ``value``."""


_CALLS: Final = frozenset({"1.0/actions/query", "1.0/actions/mutation", "1.0/actions/action"})
"""The steps of an action that are functions of their own."""

_Phase: TypeAlias = Literal["begin", "step", "child", "commit", "done"]


class Execution:
    """A function run on its own: its attempts, and the functions it calls in each.

    ``frames`` are the handlers at work, the outermost first. They share the transaction.
    ``child`` is the function that an action is waiting for. ``journal`` says where the page
    ends that the function has read, or must end when it is run again.
    """

    __slots__ = (
        "_ambient",
        "_deployment",
        "_host",
        "_label",
        "_phase",
        "_ready_ms",
        "_result",
        "_seed",
        "_trace",
        "_transaction",
        "args",
        "attempt",
        "caller",
        "child",
        "companion",
        "depth",
        "frames",
        "function",
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
        self.caller = caller
        self.companion = companion
        self._host = host
        self._deployment = host.deployment
        self.function = function
        self.args = args
        self._label = label
        self.depth = depth
        self.attempt = 1
        self._phase: _Phase = "begin"
        self._ready_ms = 0
        self._seed = 0
        self._ambient: Ambient | None = None
        self._transaction: Transaction | None = None
        self._trace: CallTrace | None = None
        self._result: Value = None
        self.frames: list[Frame] = []
        self.child: Execution | None = None
        self.outcome: Outcome | None = None
        self.journal = QueryJournal(previous_end)

    @property
    def next_move(self) -> Move | None:
        """What ``move`` would do."""
        match self._phase:
            case "begin":
                return Begin(self.attempt, self.depth, self.function.path)
            case "step":
                frame = self.frames[-1]
                step = frame.step
                assert step is not None, "a paused handler waits for a step"
                depth = self.depth + len(self.frames) - 1
                return StepMove(step.op, step.detail, depth, frame.function.path)
            case "child":
                assert self.child is not None, "an action waits for its child"
                return self.child.next_move
            case "commit":
                return Commit(self.attempt, self.depth, self.function.path)
            case _:
                return None

    @property
    def token(self) -> Token:
        """What the outcome of a query or a mutation depended on."""
        transaction = self._transaction
        assert transaction is not None, "an action has no transaction"
        return Token(transaction.reads, transaction.begin_ts)

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

    def _perform(self) -> None:
        frame = self.frames[-1]
        step = frame.step
        assert step is not None, "a paused handler waits for a step"
        if self._trace is not None:
            self._trace.stepped(step.op, step.detail, step.where)
        try:
            result = step.perform()
        except Exception as error:  # noqa: BLE001 - the handler decides what to do about it
            self._resume(None, error)
            return
        if type(result) is NestedCall:
            self._enter(result)
        else:
            self._resume(result, None)

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
                self._resume(value, None)
            case Raised(error):
                self.child = None
                self._resume(None, error)

    # Handlers: calling, resuming, leaving.

    def _enter(self, nested: NestedCall) -> None:
        """Run a function that the current one called, inside the same transaction."""
        transaction = self.frames[-1].transaction
        assert transaction is not None, "an action's calls are children"
        try:
            pending, _, _ = freeze_pending(nested.args)
            args = expect_object(pending)
            _check_depth(self.depth + len(self.frames))
            budget = transaction.usage.lowered(nested.limits, transaction.reads)
        except DeveloperError as error:
            self._resume(None, error)
            return
        if nested.is_stale:
            transaction = transaction.without_writes()
        nesting = Nesting(transaction, budget)
        self._call(Frame(nested.function, transaction, QueryJournal(), nesting), args)

    def _spawn(self, step: Step[object]) -> Exception | None:
        """Let an action wait for a function of its own; says what was wrong, if anything."""
        if self._trace is not None:
            self._trace.stepped(step.op, step.detail, step.where)
        try:
            nested = step.perform()
            assert isinstance(nested, NestedCall), "an action's steps are calls"
            _check_depth(self.depth + 1)
            args = freeze_args(nested.args)
        except Exception as error:  # noqa: BLE001 - the handler decides what to do about it
            return error
        self.child = Execution(
            self._host, nested.function, args, self._label, self.depth + 1, caller=self.caller
        )
        self._phase = "child"
        return None

    def _call(self, frame: Frame, args: dict[str, Value]) -> None:
        """Check the arguments and start the handler; run it to its first step."""
        function = frame.function
        self.frames.append(frame)
        if self._trace is not None:
            self._trace.path = function.path
        try:
            check_args(function, args, self._host.limits, self._table_numbers())
            result = function.handler(self._make_ctx(frame), **keywords(function, args))
        except Exception as error:  # noqa: BLE001 - becomes the outcome, or the caller's problem
            self._leave(None, error)
            return
        if type(result) is CoroutineType:
            frame.coroutine = result
            self._resume(None, None)
        else:
            self._leave(result, None)

    def _resume(self, value: object, error: Exception | None) -> None:
        """Let the innermost handler go on, up to its next step or its end."""
        frame = self.frames[-1]
        coroutine = frame.coroutine
        assert coroutine is not None, "only a coroutine pauses"
        while True:
            try:
                step = coroutine.send(value) if error is None else coroutine.throw(error)
            except StopIteration as stop:
                self._leave(stop.value, None)
                return
            except Exception as raised:  # noqa: BLE001 - becomes the outcome, or the caller's problem
                self._leave(None, raised)
                return
            if type(step) is not Step or not step.belongs_to(frame.log):
                value, error = None, foreign(step)
            elif self._transaction is not None or step.op not in _CALLS:
                frame.step = step
                self._phase = "step"
                return
            else:
                value, error = None, self._spawn(step)
                if error is None:
                    return

    def _leave(self, result: object, error: Exception | None) -> None:
        """The innermost handler is over: check its result and hand it to whoever called."""
        frame = self.frames.pop()
        value: Value = None
        try:
            if error is None:
                refuse_forgotten(frame.log)
                writer = self._transaction if self.function.kind == "mutation" else None
                tables = self._table_numbers()
                value = checked_result(frame.function, result, self._host.limits, tables, writer)
            elif issubclass(type(error), ConvexError):  # by its type: it may lie about its class
                assert isinstance(error, ConvexError), "and so it is one"
                error.data = None if error.data is UNDEFINED else freeze(error.data)
        except (DeveloperError, LimitError) as refused:
            error = refused
        if not self.frames:
            self._end(error, value)
            return
        if self._trace is not None:
            self._trace.path = self.frames[-1].function.path
        assert frame.nesting is not None, "another handler called it"
        frame.nesting.leave(error)
        self._resume(value, error)

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

    def _make_ctx(self, frame: Frame) -> QueryCtx | MutationCtx | ActionCtx:
        ambient, transaction = self._ambient, frame.transaction
        assert ambient is not None, "an attempt has begun"
        if transaction is None:
            return ActionCtx(ambient, frame.log, None, frame.function)
        if frame.function.kind == "query":
            return QueryCtx(ambient, frame.log, transaction, frame.journal, frame.function)
        return MutationCtx(ambient, frame.log, transaction, frame.journal, frame.function)

    def _table_numbers(self) -> Mapping[str, int]:
        transaction = self._transaction
        if transaction is None:
            return self._host.snapshots.latest.registry.numbers
        return transaction.registry.numbers


def _check_depth(depth: int) -> None:
    if depth > DEPTH_MAX:
        raise DeveloperError(
            "Cross component call depth limit exceeded. Do you have an infinite loop in your app?"
        )
