"""One client call in flight, as whoever drives it sees it: moves in, outcome out.

::

    call = backend.start("jobs:claim", {…}, label="a")
    call.next_move        Begin(attempt=1)
    call.move()           …                         nothing else moves it
    call.outcome          Returned(value)
"""

from __future__ import annotations

from collections.abc import Iterator
from types import CoroutineType
from typing import Final

from minivex.errors import DeveloperError
from minivex.functions.definitions import Kind
from minivex.functions.execution import Execution
from minivex.functions.host import Host
from minivex.functions.moves import Begin, Commit, Move, Outcome, Raised, Returned, StepMove
from minivex.functions.stand import Stand
from minivex.functions.step import Step
from minivex.trace import SourceLine
from minivex.txn.usage import Usage

__all__ = [
    "Begin",
    "Call",
    "Commit",
    "Move",
    "Outcome",
    "Raised",
    "Returned",
    "StepMove",
    "abandon",
    "lines_of",
]


class Call:
    """One client call in flight; nothing moves unless it is told to."""

    __slots__ = ("_execution", "_generation", "_host", "args", "kind", "label", "path")

    def __init__(self, host: Host, execution: Execution, label: str) -> None:
        self.label = label
        self.path = execution.function.path
        self.kind: Kind = execution.function.kind
        self.args = execution.args
        self._execution = execution
        self._host = host
        self._generation = host.generation

    @property
    def done(self) -> bool:
        """Whether there is an outcome."""
        return self._execution.outcome is not None

    @property
    def attempts(self) -> int:
        """How often the function has begun, or is about to."""
        return self._execution.attempt

    @property
    def outcome(self) -> Outcome | None:
        """What the caller gets, once the call is done."""
        return self._execution.outcome

    @property
    def next_move(self) -> Move | None:
        """What ``move`` would do."""
        return self._execution.next_move

    @property
    def usage(self) -> Usage | None:
        """What the running transaction has used of its limits; after its end, what it used.

        That of an action is that of the function it waits for; None while it waits for none.
        """
        execution = self._execution
        while execution.child is not None:
            execution = execution.child
        return execution.usage

    @property
    def step(self) -> Step[object] | None:
        """The step that ``move`` would perform; None if the next move is no step."""
        if not isinstance(self.next_move, StepMove):
            return None
        execution = self._execution
        while execution.child is not None:
            execution = execution.child
        return execution.frames[-1].step

    def move(self) -> None:
        """Make exactly one move.

        Raises: DeveloperError, if the call is done, or was lost in a crash.
        """
        self._check_alive()
        if self._execution.outcome is not None:
            raise DeveloperError(
                f"The call {self.label!r} is done: it has no move left. Look at call.outcome."
            )
        self._execution.move()

    def move_to_commit(self) -> None:
        """Make moves until the next one is a commit, or the call is done."""
        self._check_alive()
        while not self.done and not isinstance(self.next_move, Commit):
            self._execution.move()

    def finish(self) -> None:
        """Make all moves that are left."""
        self._check_alive()
        self._execution.finish()

    def frames(self) -> list[SourceLine]:
        """Where the handlers stand, the outermost first; empty when none is running."""
        return lines_of(self._execution)

    def remember(self) -> None:
        """Keep what the handler of an action is told from now on, which ``copied`` needs. To be asked for at once."""
        self._execution.remember()

    def copied(self, host: Host, *, begin_ts: int | None = None) -> Call:
        """The same call at the same point in flight on ``host``: see ``Execution.copied``."""
        return Call(host, self._execution.copied(host, begin_ts=begin_ts), self.label)

    @property
    def stand(self) -> Stand:
        """Where the call stands."""
        return Stand.of(self._execution)

    def abandon(self) -> None:
        """Give up the call: it will not go on, and nothing that a ``finally`` of it asks for happens."""
        abandon(self._execution)

    def _check_alive(self) -> None:
        if self._host.generation != self._generation:
            raise DeveloperError(
                f"The call {self.label!r} was lost when the backend crashed. Start it again."
            )

    def __repr__(self) -> str:
        return f"<Call {self.label} {self.path} {self.outcome or self.next_move}>"


def lines_of(execution: Execution | None) -> list[SourceLine]:
    """Where the handlers of ``execution`` and of what it waits for stand, the outermost first."""
    lines: list[SourceLine] = []
    while execution is not None:
        for frame in execution.frames:
            lines.extend(_awaiting(frame.coroutine))
        execution = execution.child
    return lines


def abandon(execution: Execution | None) -> None:
    """Let go of the handlers of ``execution`` and of what it waits for, the innermost first.

    Python ends a coroutine by raising in it, so a ``finally`` may await once more. It is told again until it ends.
    """
    if execution is None:
        return
    abandon(execution.child)
    for frame in reversed(execution.frames):
        assert frame.coroutine is not None, "only a coroutine waits"
        for _ in range(_ENDINGS_MAX):
            try:
                frame.coroutine.close()
            except BaseException:  # noqa: BLE001, S112 - whatever the handler does at its end, it is over
                continue
            break


_ENDINGS_MAX: Final = 8


def _awaiting(awaited: object) -> Iterator[SourceLine]:
    while isinstance(awaited, CoroutineType) and awaited.cr_frame is not None:
        code = awaited.cr_frame.f_code
        yield SourceLine(code.co_filename, awaited.cr_frame.f_lineno, code.co_name)
        awaited = awaited.cr_await
