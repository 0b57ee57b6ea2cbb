"""The handlers of one attempt, each called by the one before: to a step, on from it, to the end.

::

    _call ──▶ handler runs ──▶ a step ──▶ _perform ──▶ _resume ──▶ … ──▶ _leave
                                 │  a function in the same transaction     │
                                 ├──▶ _enter: one more frame               ├──▶ the frame below goes on
                                 │  a function that an action calls        │
                                 └──▶ _spawn: a child with its own moves   └──▶ _end, if there is none

Source: convex-backend crates/isolate/src/environment/udf/async_syscall.rs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import CoroutineType
from typing import Final, Literal, TypeAlias

from minivex.errors import ConvexError, DeveloperError, LimitError
from minivex.functions.call_values import (
    check_args,
    checked_result,
    expect_object,
    freeze_args,
    keywords,
    refuse_forgotten,
    settled,
)
from minivex.functions.ctx import ActionCtx, Ambient, MutationCtx, NestedCall, QueryCtx
from minivex.functions.definitions import Function
from minivex.functions.frame import Frame, Nesting, foreign
from minivex.functions.host import Host
from minivex.functions.ports import Caller
from minivex.functions.step import Step
from minivex.trace import CallTrace
from minivex.txn.page import QueryJournal
from minivex.txn.transaction import Transaction
from minivex.values.pending import freeze_pending
from minivex.values.value import Value, clone

__all__ = ["Handlers", "Phase"]

DEPTH_MAX: Final = 8
"""Calls inside calls. Source: MAX_REACTOR_CALL_DEPTH."""

Phase: TypeAlias = Literal["begin", "step", "child", "commit", "done"]
"""What the next move of a call is."""

_CALLS: Final = frozenset({"1.0/actions/query", "1.0/actions/mutation", "1.0/actions/action"})
"""The steps of an action that are functions of their own."""


class Handlers(ABC):
    """The handlers at work; ``frames`` has the outermost first. They share the transaction.

    ``result_bytes`` is what the newest result weighs. ``heard`` is what an action's handler has been told, if
    somebody wants to call it anew and tell it the same.
    """

    __slots__ = (
        "_ambient",
        "_host",
        "_phase",
        "_trace",
        "_transaction",
        "caller",
        "depth",
        "frames",
        "function",
        "heard",
        "result_bytes",
    )

    def __init__(self, host: Host, function: Function, *, depth: int, caller: Caller) -> None:
        self._host = host
        self._phase: Phase = "begin"
        self._ambient: Ambient | None = None
        self._transaction: Transaction | None = None
        self._trace: CallTrace | None = None
        self.caller = caller
        self.depth = depth
        self.frames: list[Frame] = []
        self.function = function
        self.result_bytes = 0
        self.heard: list[tuple[object, Exception | None]] | None = None

    @abstractmethod
    def _end(self, error: Exception | None, value: Value = None) -> None:
        """The outermost handler is over, with its result or an error."""

    @abstractmethod
    def _wait_for(self, function: Function, args: dict[str, Value]) -> None:
        """Let the action wait for a function that it calls, one level deeper."""

    def _perform(self) -> None:
        frame = self.frames[-1]
        step = frame.step
        assert step is not None, "a paused handler waits for a step"
        if self._trace is not None:
            self._trace.stepped(step.op, step.detail, step.where)
        try:
            result = step.perform()
        except Exception as error:  # noqa: BLE001 - the handler decides what to do about it
            if self.heard is not None:
                self.heard.append((None, error))
            self._resume(None, error)
            return
        if type(result) is NestedCall:
            self._enter(result)
            return
        if self.heard is not None:
            self.heard.append((clone(result), None))  # type: ignore[arg-type]
        self._resume(result, None)

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
        self._wait_for(nested.function, args)
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
                value, self.result_bytes = checked_result(
                    frame.function, result, self._host.limits, tables, writer
                )
            elif issubclass(type(error), ConvexError):  # by its type: it may lie about its class
                assert isinstance(error, ConvexError), "and so it is one"
                error = settled(error)
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
