"""A scene about time, played: the clock goes from one thing that happens to the next.

```
 now ──▶ calls of clients ──▶ late answers: runs go on ──▶ what is due begins, side by side ──▶ the next time
```

What is due at one moment begins together and commits one after the other, so two jobs that write the same document
conflict, and the later one runs again. Of one cron job there is one run at a time: the engine takes no other.

Invariant: states, times and notes of jobs and cron runs are those that the engine has written down.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Literal, cast

from labkit.harness.jobs import jobs_of
from labkit.harness.play import Running
from labkit.harness.recorder import Recorder
from labkit.visual.clock_beat import Beat, Run, State
from labkit.visual.clock_scene import ClockScene, TimedCall
from minivex import Backend, Commit, FunctionReference, Raised
from minivex.functions.background import Background
from minivex.trace import Stepped

__all__ = ["ClockRun", "EndlessTimeError"]

STEPS_MAX = 1_000
RUNS_MAX = 300
CRONS, LOGS = "_cron_jobs", "_cron_job_logs"


class EndlessTimeError(Exception):
    """A run makes steps without end, or there are more runs than anybody would look at."""

    def __init__(self, said: str, line: int | None = None) -> None:
        super().__init__(said)
        self.line = line


@dataclass(slots=True)
class _Work:
    run: Run
    work: Running
    until_ms: int | None = None
    """When the answer arrives that it waits for; None if it waits for none."""


@dataclass(slots=True)
class ClockRun:
    """A scene under way; ``beats`` plays it, once."""

    scene: ClockScene
    world: Backend = field(init=False)
    runs: list[Run] = field(default_factory=list)
    first_error: BaseException | None = None
    _recorder: Recorder = field(init=False)
    _seen: int = 0
    _waiting: list[_Work] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._recorder = Recorder(self.scene.file)
        self.world = self.scene.start.fork(tracer=self._recorder)
        for service in self.scene.services:
            self.world.functions = {**self.world.functions, **service.functions}

    @property
    def now_ms(self) -> int:
        """Where the clock stands."""
        return self.world.clock.now_ms

    def beats(self) -> Iterator[Beat]:
        """All that happens, in order.

        Raises: EndlessTimeError.
        """
        yield Beat("start", self.now_ms)
        calls = list(self.scene.calls)
        while True:
            while calls and calls[0].at_ms <= self.now_ms:
                yield from self._call(calls.pop(0))
            yield from self._answers()
            while due := self._take_due():
                yield from self._side_by_side(due)
            times = [self.world.jobs.next_due_ms(), self.world.services.cron_runner.next_due_ms()]
            times += [each.until_ms for each in self._waiting]
            times += [calls[0].at_ms] if calls else []
            next_ms = min((each for each in times if each is not None), default=None)
            if next_ms is None or next_ms > self.scene.end_ms:
                break
            self.world.clock.advance_to(ceil(next_ms))
        self.world.clock.advance_to(self.scene.end_ms)
        for each in self._waiting:
            each.work.abandon()
        yield Beat("over", self.now_ms)

    def planned(self) -> list[tuple[str, int]]:
        """The runs of cron jobs that are yet to come until the end, by name."""
        found: list[tuple[str, int]] = []
        for job in self.world.documents(CRONS):
            name, next_ms = str(job["name"]), int(cast("float", job["nextTime"]))
            if job["state"] != "pending":
                next_ms = self._after(name, next_ms)
            while next_ms <= self.scene.end_ms and len(found) < RUNS_MAX:
                found.append((name, next_ms))
                next_ms = self._after(name, next_ms)
        return found

    # Inside.

    def _after(self, name: str, previous_ms: int) -> int:
        definition = self.scene.crons.jobs[name]
        next_ms = definition.next_run_ms(previous_ms=previous_ms, now_ms=previous_ms)
        assert next_ms is not None, "what was deployed runs some time"
        return next_ms

    def _call(self, given: TimedCall) -> Iterator[Beat]:
        reference = FunctionReference(given.path, is_internal=True)
        call = self.world.start(reference, given.args, label="client")
        title = self.scene.names.call(given.path, given.args)
        run = self._note(Run("call", "client", given.path, title, "call", self.now_ms))
        run.began_ms = self.now_ms
        yield self._moved(_Work(run, call), "call")

    def _answers(self) -> Iterator[Beat]:
        due = [each for each in self._waiting if cast("int", each.until_ms) <= self.now_ms]
        for each in due:
            self._waiting.remove(each)
            each.until_ms = None
            yield replace(self._moved(each, "end"), has_waited=True)

    def _take_due(self) -> list[_Work]:
        """All that is due now; each has its run, which begins."""
        self._sync()
        found: list[_Work] = []
        while True:
            cron_times = {
                str(job["name"]): int(cast("float", job["nextTime"]))
                for job in self.world.documents(CRONS)
            }
            work = self.world.start_due()
            if work is None:
                return found
            found.append(_Work(self._run_of(work, cron_times), work))

    def _run_of(self, work: Background, cron_times: dict[str, int]) -> Run:
        if work.job_id is not None:
            run = next(each for each in self.runs if each.id == work.job_id)
        else:
            name = work.label.removeprefix("cron ")
            title = self.scene.names.call(work.path, work.args)
            run = self._note(Run("cron", name, work.path, title, "inProgress", cron_times[name]))
        run.began_ms = self.now_ms
        return run

    def _side_by_side(self, due: list[_Work]) -> Iterator[Beat]:
        """Let all go as far as to a commit; then let them end, or wait for an answer, one after the other."""
        for each in due:
            self._move(each, is_to_commit=True)
        for each in due:
            if each.until_ms is None:
                yield self._moved(each, "end")
            else:
                yield self._beat(each, "begin")

    def _moved(self, each: _Work, kind: Literal["call", "end"]) -> Beat:
        if each.until_ms is None:
            self._move(each, is_to_commit=False)
        return self._beat(each, kind if each.until_ms is None or kind == "call" else "begin")

    def _move(self, each: _Work, *, is_to_commit: bool) -> None:
        """Move a run to its end, or to where it waits for an answer; or only up to its next commit."""
        work = each.work
        for _ in range(STEPS_MAX):
            if work.done or (is_to_commit and isinstance(work.next_move, Commit)):
                return
            work.move()
            for service in self.scene.services:
                if service.waiting is not None:
                    service.waiting = None
                    each.until_ms = self.now_ms + self.scene.takes_ms
                    self._waiting.append(each)
                    return
        lines = [frame.line for frame in work.frames() if not frame.file.startswith("/")]
        raise EndlessTimeError(
            f"{each.run.title} made {STEPS_MAX:,} steps and had not ended. Give its loop an end.",
            lines[-1] if lines else None,
        )

    def _beat(self, each: _Work, kind: Literal["call", "begin", "end"]) -> Beat:
        run, work = each.run, each.work
        raised = work.outcome if isinstance(work.outcome, Raised) else None
        self.first_error = self.first_error or (raised.error if raised else None)
        run.attempts = max(1, work.attempts)
        if work.done:
            run.ended_ms = self.now_ms
        changed = self._sync()
        skipped, next_ms = self._cron_books(run) if run.kind == "cron" and work.done else ((), None)
        return Beat(
            kind,
            self.now_ms,
            run,
            tuple(other for other in changed if other is not run),
            skipped,
            next_ms,
            raised,
            line=self._line(),
        )

    def _cron_books(self, run: Run) -> tuple[tuple[int, ...], int]:
        """What the engine noted about a run that has ended; which runs it skipped, and when the next is due."""
        log = [each for each in self.world.documents(LOGS) if each["name"] == run.name][-1]
        run.state = cast("State", log["status"])
        run.note = str(log["note"] or log["error"] or "")
        (job,) = (each for each in self.world.documents(CRONS) if each["name"] == run.name)
        next_ms = int(cast("float", job["nextTime"]))
        skipped, time_ms = [], self._after(run.name, run.due_ms)
        while time_ms < next_ms:
            skipped.append(time_ms)
            time_ms = self._after(run.name, time_ms)
        return tuple(skipped), next_ms

    def _sync(self) -> list[Run]:
        """Take over what the engine says about scheduled functions; those that are new or changed."""
        self.scene.names.note(self.world)
        self.scene.names.note_jobs(self.world)
        known = {run.id: run for run in self.runs if run.id}
        changed = []
        for job in jobs_of(self.world):
            run = known.get(job.id)
            if run is None:
                names = self.scene.names
                name, title = names.id(job.id), names.call(job.function, job.args)
                run = self._note(
                    Run("job", name, job.function, title, job.state, int(job.due_ms), self.now_ms)
                )
                run.id = job.id
                changed.append(run)
            elif run.state != job.state:
                changed.append(run)
                run.state = job.state
            run.note = self.scene.names.error(job.error)
        return changed

    def _note(self, run: Run) -> Run:
        if len(self.runs) == RUNS_MAX:
            raise EndlessTimeError(
                f"There were {RUNS_MAX} runs, and then one more. Let the scene end earlier, or schedule less."
            )
        self.runs.append(run)
        return run

    def _line(self) -> int | None:
        events = self._recorder.events
        lines = [each.line for each in events[self._seen :] if isinstance(each, Stepped)]
        self._seen = len(events)
        found = [line for line in lines if line is not None]
        return found[-1] if found else None
