"""A play with a worker: what the calls schedule runs too, time passes, and the worker may die.

```
 a b …   a move of a call, or of a job: each job that is due is a lane of its own
 t       nothing is left to do now: time passes until the next job is due
 x       the worker dies and another one starts: memory is lost, what was committed is there

 "aatbbxcc"   a schedule like any other: the same calls give the same id, and it can be played again
```

What a crash leaves is what the engine recovers: a job that was a mutation runs again, one that was an action has
failed, a call in flight is gone, and whoever made it has no answer.

Invariants: a play sees nothing of other plays; after a crash the learner's file is loaded anew, so no global of it
survives.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import Literal

from labkit.harness.jobs import jobs_of
from labkit.harness.play import LETTERS, Grain, Lane, Play
from labkit.harness.recorder import Recorder
from labkit.harness.service import Answer, Service
from labkit.harness.worker_events import Aside, Lost, WorkerTracer
from minivex import Backend, Begin, Function, Isolation
from minivex.functions.background import Background
from minivex.functions.moves import Move

__all__ = [
    "CRASH",
    "WAIT",
    "Books",
    "JobBudgetError",
    "Unanswered",
    "WorkerPlay",
    "replay_worker",
]

CRASH, WAIT = "x", "t"
_CLAIM, _RECORD = "background/claim", "background/record"


class Books(Enum):
    """When the worker notes that an action has begun, and how it ended."""

    APART = "apart"
    """In moves of their own, so that it may die in between."""

    TOGETHER = "together"
    """With the move after or before. No other lane can tell, but for one that cancels a job or reads its state."""


class Unanswered(Enum):
    """What the client of a call does that got no answer because of a crash."""

    GIVES_UP = "gives up"
    ASKS_AGAIN = "asks again"


class JobBudgetError(Exception):
    """More jobs were run than can be written down: they may schedule each other for ever."""


class WorkerPlay(Play):
    """One order of calls, of the jobs they leave, of waits and of crashes, on a world of its own.

    ``lanes`` begins with the calls; a job joins it when it is due, and a call that is sent again after a crash when it is.
    """

    __slots__ = (
        "_begun",
        "_books",
        "_functions_of",
        "_last",
        "_late",
        "_outside",
        "_services",
        "_silent",
        "_tags",
        "_unanswered",
        "dead",
        "lanes",
        "start_ms",
        "work",
    )

    def __init__(
        self,
        start: Backend,
        lanes: Sequence[Lane],
        *,
        grain: Grain = Grain.COARSE,
        budget: int = 10_000,
        tracer: Recorder | None = None,
        isolation: Isolation | None = None,
        services: Sequence[Service] = (),
        functions_of: Callable[[], Mapping[str, Function]] | None = None,
        unanswered: Unanswered = Unanswered.GIVES_UP,
        books: Books = Books.APART,
    ) -> None:
        """``functions_of`` loads the program anew, as a new worker does."""
        self._tags = None if tracer is None else WorkerTracer(tracer)
        super().__init__(
            start, lanes, grain=grain, budget=budget, tracer=self._tags, isolation=isolation
        )
        self.lanes = list(lanes)
        self.work: dict[int, str] = {}
        """The id of the job that a lane runs."""

        self.start_ms = start.clock.now_ms
        self._services = services
        self._outside = frozenset(path for each in services for path in each.paths)
        self._functions_of = functions_of
        self._unanswered = unanswered
        self._books = books
        self._begun: set[int] = set()
        self.dead: set[int] = set()
        self._late: list[int] = []
        self._silent: list[int] = []
        self._last: int | None = None
        for service in services:
            service.reset()
        if functions_of is not None:
            self.world.functions = dict(functions_of())
            self.calls = [
                lane.start(self.world, label=letter)
                for letter, lane in zip(LETTERS, lanes, strict=False)
            ]
        self._take_due()

    # ------------------------------------------------------------ what can move

    def open_lanes(self) -> list[int]:
        """The lanes that can move: not ended, not lost in a crash, not waiting for somebody else's answer."""
        return [
            lane
            for lane in super().open_lanes()
            if lane not in self.dead and lane not in self._late and lane not in self._silent
        ]

    def go_on(self) -> bool:
        """When no lane can move: time passes to the next job, or else a late answer arrives; False if neither is there."""
        if self.world.jobs.next_due_ms() is not None:
            self.wait()
        elif self._late:
            self.move(self._late[0])
        else:
            return False
        return True

    def calm(self) -> bool:
        """Make the next move of the order in which nothing goes wrong: one lane after the other; False at its end."""
        lanes = self.open_lanes()
        if not lanes:
            return self.go_on()
        self.move(self._last if self._last in lanes else lanes[0])
        return True

    @property
    def unanswered(self) -> list[int]:
        """The calls whose clients would have no answer if the worker died now."""
        return [
            lane
            for lane in range(len(self.calls))
            if lane not in self.work
            and lane in self._begun
            and lane not in self.dead
            and (not self.calls[lane].done or lane == self._last)
        ]

    @property
    def state(self) -> tuple[object, ...]:
        """What a crash would leave: two points of one order with equal states are one to whatever comes next."""
        return (
            self.world.latest_ts,
            self.world.clock.now_ms,
            tuple(len(service.requests) for service in self._services),
            tuple(self.unanswered),
            tuple(lane in self._begun for lane in range(len(self.calls)) if lane not in self.work),
        )

    # -------------------------------------------------------------------- moves

    def move(self, lane: int) -> None:
        """Move ``lane`` once, and take what has come due by that.

        Raises: StepBudgetError, if its call has used up its steps; JobBudgetError, if there are too many jobs.
        """
        if lane in self._late:
            self._late.remove(lane)
        self._begun.add(lane)
        self._last = lane
        if self._tags is not None:
            self._tags.lane, self._tags.is_job = LETTERS[lane], lane in self.work
        was_loud = not self.is_quiet(lane)
        op = self._book_keeping(lane)
        super().move(lane)
        if self._books is Books.TOGETHER:
            if op == _CLAIM and not self.calls[lane].done:
                self._run_to_boundary(lane)
            if self._book_keeping(lane) == _RECORD:
                self._step(lane)
        for service in self._services:
            if service.waiting is not None:
                (self._silent if service.waiting is Answer.HANGS else self._late).append(lane)
                service.waiting = None
        if was_loud:
            self._take_due()

    def wait(self) -> None:
        """Let time pass until the next job is due.

        Raises: ValueError, if there is none.
        """
        due_ms = self.world.jobs.next_due_ms()
        if due_ms is None:
            raise ValueError("no job is left that could come due")
        self.letters.append(WAIT)
        self._last = None
        self.world.clock.advance_to(int(due_ms))
        count = len(self.calls)
        self._take_due()
        self._note(min(count, len(self.calls) - 1), "wait")

    def crash(self) -> None:
        """Let the worker die and another one start; clients ask again, if they do."""
        unanswered = self.unanswered
        lost = [
            lane
            for lane in sorted(self._begun - self.dead)
            if not self.calls[lane].done or lane in unanswered
        ]
        near = lost[0] if lost else self._last or 0
        if self._tags is not None:
            self._note(near, "crash", lost=tuple(map(self._lost, lost)))
        self.letters.append(CRASH)
        self._last = None
        self._late.clear()
        self._silent.clear()
        self.world.crash()
        if self._functions_of is not None:
            self.world.functions = dict(self._functions_of())
        for lane, each in enumerate(self.lanes):
            if lane not in self._begun and lane not in self.work:
                self.calls[lane] = each.start(self.world, label=LETTERS[lane])
            elif not self.calls[lane].done:
                self.dead.add(lane)
        if self._unanswered is Unanswered.ASKS_AGAIN:
            for lane in unanswered:
                each = self.lanes[lane]
                again = replace(each, name=f"{each.name.removesuffix(', again')}, again")
                call = again.start(self.world, label=LETTERS[len(self.lanes)])
                self._join(again, call)
        self._note(near, "restart")
        self._take_due()

    def __del__(self) -> None:
        """Let go of what had not ended: a call that waits for ever, or that a crash has cut off."""
        for call in self.calls:
            if not call.done:
                call.abandon()

    # ------------------------------------------------------------------- inside

    def _is_loud(self, move: Move | None) -> bool:
        return super()._is_loud(move) or (isinstance(move, Begin) and move.path in self._outside)

    def _take_due(self) -> None:
        """Let each job that is due by now be a lane."""
        while (work := self.world.start_due()) is not None:
            lane = next((lane for lane in self._waiting(work)), None)
            if lane is not None:
                self.calls[lane] = work
                self.dead.discard(lane)
                continue
            number = 1 + [job.id for job in jobs_of(self.world)].index(work.job_id or "")
            self._join(Lane(work.path, work.args, f"job#{number}"), work)
            self.work[len(self.lanes) - 1] = work.job_id or ""

    def _waiting(self, work: Background) -> list[int]:
        """The lane of a job that had been taken and had not begun when the worker died."""
        return [
            lane for lane, id in self.work.items() if id == work.job_id and lane not in self._begun
        ]

    def _join(self, lane: Lane, call: object) -> None:
        if len(self.lanes) == len(LETTERS):
            raise JobBudgetError(
                f"{len(self.work)} jobs had run, and there was one more, of {lane.function}. Let them come to an end."
            )
        self.lanes.append(lane)
        self.calls.append(call)  # type: ignore[arg-type]
        self.reruns.append(0)
        self.left.append(self._budget)
        self.seeds.append(self.world.seeds_for(len(self.lanes) - 1))

    def _lost(self, lane: int) -> Lost:
        call = self.calls[lane]
        lines = [frame.line for frame in call.frames() if not frame.file.startswith("/")]
        return Lost(LETTERS[lane], self.lanes[lane], call.next_move, lines[0] if lines else None)

    def _book_keeping(self, lane: int) -> str:
        """What the worker is about to note about a job, if that is the next move; said in the timeline."""
        op = getattr(self.calls[lane].next_move, "op", "") if lane in self.work else ""
        if op in (_CLAIM, _RECORD):
            name = self.lanes[lane].name
            taken = f"The worker takes {name} and notes that it is in progress."
            self._note(
                lane, "step", taken if op == _CLAIM else f"The worker notes how {name} ended."
            )
            return str(op)
        return ""

    def _note(
        self,
        lane: int,
        kind: Literal["crash", "restart", "wait", "step"],
        said: str = "",
        *,
        lost: tuple[Lost, ...] = (),
    ) -> None:
        if self._tags is not None:
            now_ms = self.world.clock.now_ms
            self._tags.asides.append(
                (len(self._tags.recorder.events), Aside(LETTERS[lane], kind, now_ms, lost, said))
            )

    @property
    def services(self) -> Sequence[Service]:
        """Other people's machines."""
        return self._services

    @property
    def asides(self) -> list[tuple[int, Aside]]:
        """What happened beside the moves, each with the number of events before it."""
        return [] if self._tags is None else self._tags.asides


def replay_worker(play: WorkerPlay, schedule: str) -> WorkerPlay:
    """Make the moves of ``schedule``.

    Raises: ValueError, if a letter names no lane, or one that cannot move then.
    """
    for number, letter in enumerate(schedule, start=1):
        lane = LETTERS.find(letter)
        if letter == CRASH:
            play.crash()
        elif letter == WAIT:
            play.wait()
        elif not 0 <= lane < len(play.calls) or play.calls[lane].done or lane in play.dead:
            raise ValueError(f"move {number}: there is no lane {letter!r} that could move")
        else:
            play.move(lane)
    return play
