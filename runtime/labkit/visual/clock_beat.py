"""What a clock scene is told in: runs, and what happened to them at one moment."""

from dataclasses import dataclass
from typing import Literal

from labkit.harness.jobs import JobState
from minivex import Raised

__all__ = ["Beat", "Run", "State"]

State = Literal["call"] | JobState


@dataclass(slots=True)
class Run:
    """One call, one scheduled function or one run of a cron job."""

    kind: Literal["call", "job", "cron"]
    name: str
    """What it is called: ``job#1``, or the cron job's name."""

    path: str
    title: str
    state: State
    due_ms: int
    since_ms: int | None = None
    """When it was scheduled; None for what nobody schedules."""

    began_ms: int | None = None
    ended_ms: int | None = None
    attempts: int = 1
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Beat:
    """One thing that happened, and what it changed."""

    kind: Literal["start", "call", "begin", "end", "over"]
    now_ms: int
    run: Run | None = None
    changed: tuple[Run, ...] = ()
    """The other runs that are new, or have another state than before."""

    skipped: tuple[int, ...] = ()
    """When the runs of the cron job would have been that were left out."""

    next_ms: int | None = None
    """When the cron job runs next."""

    outcome: Raised | None = None
    has_waited: bool = False
    """Whether an answer has just arrived that the run was waiting for."""

    line: int | None = None
