"""What happened, as frozen events: a timeline is drawn from these and nothing else.

The life of one mutation, as its tracer hears it::

    Began ─▶ Stepped, ReadRange, Wrote … ─▶ Validated ─▶ Committed ─▶ Returned
      ▲                                 └─▶ Conflicted ─▶ Waited ─┐
      └───────────────────── attempt + 1 ─────────────────────────┘

What a mutation schedules runs later, and all that is only in memory can be lost::

    Scheduled … commit … ─▶ Began … Committed ─▶ Ran
                     └─▶ Crashed ─▶ Began …  the job is still there

A subscription hears of the commits of others::

    Delivered ─▶ Invalidated ─▶ Began, Stepped … Returned ─▶ Reran ─▶ Delivered, if changed

Each event names the call it belongs to (``call`` is the label given to
``Backend.start``), the function that was running (``path``) and the attempt.

Invariant: without a tracer no event is built, so tracing costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from minivex.errors import ConflictingRead, KeyInterval

__all__ = [
    "Began",
    "CallTrace",
    "Committed",
    "Conflicted",
    "Crashed",
    "Delivered",
    "Event",
    "Invalidated",
    "Raised",
    "Ran",
    "ReadRange",
    "Reran",
    "Returned",
    "Scheduled",
    "SourceLine",
    "Stepped",
    "Tracer",
    "Validated",
    "Waited",
    "Wrote",
]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A place in the learner's code: where a handler stands, or where it made a step."""

    file: str
    line: int
    function: str


@dataclass(frozen=True, slots=True)
class Began:
    """An attempt took the snapshot at ``ts``; an action, which has none, shows the latest ts."""

    call: str
    path: str
    attempt: int
    ts: int


@dataclass(frozen=True, slots=True)
class Stepped:
    """A step was performed. ``op`` is its name in Convex's function ABI."""

    call: str
    path: str
    attempt: int
    op: str
    detail: str
    file: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class ReadRange:
    """An interval of an index entered the read set; ``documents`` were found in it."""

    call: str
    path: str
    attempt: int
    index: str
    interval: KeyInterval
    documents: int


@dataclass(frozen=True, slots=True)
class Wrote:
    """A write was staged. ``op`` is insert, patch, replace or delete.

    ``fields`` are the fields as given: the new ones for insert and replace, the changed
    ones for patch (``UNDEFINED`` removes one), none for delete.
    """

    call: str
    path: str
    attempt: int
    op: str
    table: str
    id: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Conflicted:
    """A commit was refused, because ``read`` is no longer what the attempt had read."""

    call: str
    path: str
    attempt: int
    read: ConflictingRead


@dataclass(frozen=True, slots=True)
class Waited:
    """The pause before the next attempt."""

    call: str
    path: str
    attempt: int
    delay_ms: int


@dataclass(frozen=True, slots=True)
class Committed:
    """The attempt took effect at ``ts``; one that wrote nothing shows its snapshot's ts."""

    call: str
    path: str
    attempt: int
    ts: int


@dataclass(frozen=True, slots=True)
class Returned:
    """A function finished with ``value``; for a mutation, after its commit."""

    call: str
    path: str
    attempt: int
    value: object


@dataclass(frozen=True, slots=True)
class Raised:
    """A function failed with ``error``. Whatever it had written is gone."""

    call: str
    path: str
    attempt: int
    error: BaseException


@dataclass(frozen=True, slots=True)
class Validated:
    """The attempt may commit: none of the ``commits`` since it began touched what it had read.

    An attempt that wrote nothing is not validated: it took place at its snapshot.
    """

    call: str
    path: str
    attempt: int
    commits: int


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A mutation asks for a later call: of ``function``, at ``due_ms``, if it commits.

    ``id`` is the job's. An action's calls are steps, and commit at once.
    """

    call: str
    path: str
    attempt: int
    function: str
    due_ms: float
    id: str


@dataclass(frozen=True, slots=True)
class Ran:
    """A scheduled call or a cron job has ended, and its books are closed.

    ``error`` is why it failed, if it did; ``id`` is that of the scheduled job.
    """

    call: str
    path: str
    attempt: int
    id: str | None
    error: BaseException | None


@dataclass(frozen=True, slots=True)
class Crashed:
    """The backend lost what was only in memory, at ``now_ms``; ``attempt`` counts its crashes.

    It belongs to no call, so ``call`` and ``path`` are empty.
    """

    call: str
    path: str
    attempt: int
    now_ms: int


@dataclass(frozen=True, slots=True)
class Invalidated:
    """A commit landed inside what a live query had read; ``read`` names it. It will run again.

    For live queries ``call`` is the label of the subscription, ``attempt`` the number of runs.
    """

    call: str
    path: str
    attempt: int
    read: ConflictingRead


@dataclass(frozen=True, slots=True)
class Reran:
    """A live query has its outcome at ``ts``, from a new run or out of the cache."""

    call: str
    path: str
    attempt: int
    ts: int
    is_changed: bool
    is_cached: bool


@dataclass(frozen=True, slots=True)
class Delivered:
    """A client gets a new outcome. All that it gets at once is right at the same ``ts``."""

    call: str
    path: str
    attempt: int
    ts: int
    value: object
    error: BaseException | None


Event: TypeAlias = (
    Began
    | Stepped
    | ReadRange
    | Wrote
    | Conflicted
    | Waited
    | Validated
    | Committed
    | Scheduled
    | Ran
    | Crashed
    | Returned
    | Raised
    | Invalidated
    | Reran
    | Delivered
)


class Tracer(Protocol):
    """Whoever wants to hear what happens."""

    def event(self, event: Event) -> None:
        """Take note of one event; the engine goes on when this returns."""


class CallTrace:
    """The tracer of one call, together with what every event of that call says.

    ``path`` and ``attempt`` follow the call: a nested function has its own path.
    """

    __slots__ = ("attempt", "call", "path", "tracer")

    def __init__(self, tracer: Tracer, call: str, path: str, attempt: int) -> None:
        self.tracer = tracer
        self.call = call
        self.path = path
        self.attempt = attempt

    def began(self, ts: int) -> None:
        """Report that an attempt took its snapshot."""
        self.tracer.event(Began(self.call, self.path, self.attempt, ts))

    def stepped(self, op: str, detail: str, where: SourceLine | None) -> None:
        """Report a step."""
        file, line = (None, None) if where is None else (where.file, where.line)
        self.tracer.event(Stepped(self.call, self.path, self.attempt, op, detail, file, line))

    def read(self, index: str, interval: KeyInterval, documents: int) -> None:
        """Report an interval that entered the read set."""
        self.tracer.event(ReadRange(self.call, self.path, self.attempt, index, interval, documents))

    def wrote(self, op: str, table: str, id: str, fields: Mapping[str, object]) -> None:
        """Report a staged write."""
        self.tracer.event(Wrote(self.call, self.path, self.attempt, op, table, id, fields))

    def conflicted(self, read: ConflictingRead) -> None:
        """Report a refused commit."""
        self.tracer.event(Conflicted(self.call, self.path, self.attempt, read))

    def waited(self, delay_ms: int) -> None:
        """Report the pause before another attempt."""
        self.tracer.event(Waited(self.call, self.path, self.attempt, delay_ms))

    def validated(self, commits: int) -> None:
        """Report that nothing stands against a commit."""
        self.tracer.event(Validated(self.call, self.path, self.attempt, commits))

    def scheduled(self, function: str, due_ms: float, id: str) -> None:
        """Report a call that is asked for."""
        self.tracer.event(Scheduled(self.call, self.path, self.attempt, function, due_ms, id))

    def committed(self, ts: int) -> None:
        """Report a commit."""
        self.tracer.event(Committed(self.call, self.path, self.attempt, ts))

    def returned(self, value: object) -> None:
        """Report a result."""
        self.tracer.event(Returned(self.call, self.path, self.attempt, value))

    def raised(self, error: BaseException) -> None:
        """Report a failure."""
        self.tracer.event(Raised(self.call, self.path, self.attempt, error))
