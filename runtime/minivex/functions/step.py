"""The awaitable step: the only place where a function can be paused.

::

    row = await ctx.db.get("jobs", id)
                │            │
                │            └─ makes a Step: nothing has happened yet
                └─ yields it to the runner, which performs it now or later
                   and sends the result back in

Nothing else can pause a function, so whoever holds the steps decides the order
in which concurrent calls move.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from typing import Final, Generic, TypeAlias, TypeVar

from minivex.trace import SourceLine

__all__ = ["Step", "StepLog"]

Result_co = TypeVar("Result_co", covariant=True)


_SHOWN_MAX: Final = 60
"""Characters of an argument in a line of a table."""

StepLog: TypeAlias = dict["Step[object]", None]
"""The steps that one run of a handler has made and not yet performed, oldest first."""


class Step(Generic[Result_co]):
    """One thing a function asks the engine to do.

    ``op`` is the operation's name in Convex's own function ABI, such as ``1.0/get``;
    ``target`` and ``method`` are the call as a person wrote it: ``ctx.db`` and ``get``.

    Source: npm-packages/convex/src/server/impl (the names passed to asyncSyscall).
    """

    __slots__ = ("_action", "_line", "_log", "arguments", "method", "op", "target")

    def __init__(
        self,
        log: StepLog,
        op: str,
        target: object,
        method: str,
        action: Callable[..., Result_co],
        *arguments: object,
    ) -> None:
        """``action(*arguments)`` is what happens when the step is performed.

        A step is made by a method that the learner's line calls, so that line is two
        frames up.
        """
        frame = sys._getframe(2)  # noqa: SLF001 - the public way costs ten times as much
        self._line = (frame.f_code, frame.f_lineno)
        self._log = log
        self._action = action
        self.arguments = arguments
        self.op = op
        self.target = target
        self.method = method
        log[self] = None

    def __await__(self) -> Generator[Step[Result_co], Result_co, Result_co]:
        return (yield self)

    def perform(self) -> Result_co:
        """Do it. A step that is performed is no longer open."""
        self._log.pop(self, None)
        return self._action(*self.arguments)

    def belongs_to(self, log: StepLog) -> bool:
        """Whether the step was made by the run of a handler that has ``log``."""
        return self._log is log

    @property
    def where(self) -> SourceLine:
        """The line that made the step."""
        code, line = self._line
        return SourceLine(code.co_filename, line, code.co_name)

    @property
    def detail(self) -> str:
        """The call with its arguments, for people."""
        shown = [_show(argument) for argument in self.arguments if argument is not None]
        return f"{self.target}.{self.method}({', '.join(shown)})"


def _show(argument: object) -> str:
    text = repr(argument)
    return text if len(text) <= _SHOWN_MAX else text[: _SHOWN_MAX - 1] + "…"
