"""What a check is given besides calls: the jobs they leave, a worker that dies, other people's services.

```
 and from TimedContext   jobs · settle · advance · sleep
 in every order  holds_with_jobs                calls and jobs as moves of one exploration
 crashes         crash_anywhere                 the worker dies before and after each step; the rest happens
 services        meets                          what a fake service does with the next requests
```

Invariant: a crash leaves what the engine recovers, and a new worker loads the learner's file anew.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from labkit.grader.failure import CheckFailed, endless_failure, raised_failure, why_broken
from labkit.grader.outcome import Invariant, Outcome, refusal_code
from labkit.grader.replayed import Replayed, UnfitScheduleError
from labkit.grader.report import Explored, Verdict
from labkit.grader.sandbox import load
from labkit.grader.timed_context import TimedContext
from labkit.harness.choices import NotRepeatableError
from labkit.harness.crashes import CrashSearch, WorkerJudge, explore_crashes
from labkit.harness.fault_words import crash_words, worker_timeline
from labkit.harness.interleave import Failing, explore
from labkit.harness.names import Names, listed
from labkit.harness.play import Lane, Play, StepBudgetError
from labkit.harness.recorder import Recorder
from labkit.harness.service import Answer, Service
from labkit.harness.worker_play import (
    CRASH,
    Books,
    JobBudgetError,
    Unanswered,
    WorkerPlay,
    replay_worker,
)
from minivex import Function, Raised, functions_of

__all__ = ["Context"]


@dataclass(slots=True)
class Context(TimedContext):
    """A stage with a worker."""

    _services: list[Service] = field(default_factory=list)
    _crash_points: int = 0
    _crash_runs: int = 0

    # -------------------------------------------------------------- services

    def meets(self, service: Service, *script: Answer) -> None:
        """From now on ``service`` does this with its first requests, in order, and works after them.

        Each play begins with the service as it is now: nothing has been asked of it.
        """
        service.answers(*script)
        if service not in self._services:
            self._services.append(service)
        functions = {**self.program.functions, **service.functions}
        self.program = replace(self.program, functions=functions)
        self.world.functions = {**self.world.functions, **service.functions}

    # ------------------------------------------------------------- all orders

    def holds_with_jobs(
        self,
        lanes: Sequence[Lane],
        invariant: Invariant,
        *,
        label: str,
        verdict: Literal["unsafe", "costly"] = "unsafe",
        refusals: Collection[str] = (),
    ) -> None:
        """``invariant`` must hold however the moves of ``lanes`` and of the jobs follow each other.

        Jobs that are due, and those that come due by a commit, are lanes like the calls. When nothing can move,
        time passes until the next job. A job may raise: its state says so.
        """
        judge = self._judge(invariant, refusals)
        play_of = self._plays(lanes, books=Books.TOGETHER)
        scenario = self.scenario(label)
        if self.only is not None:
            self._replay_only(play_of, judge, scenario, refusals)
            return
        noted = dict(self._details)

        def judged(play: Play) -> str | None:
            assert isinstance(play, WorkerPlay), "play_of makes these"
            self.output.restart_count()
            return judge(play)

        progress = self.progress
        with self.output.muted():
            try:
                found = explore(
                    self.world,
                    lanes,
                    judged,
                    play_of=play_of,
                    progress=(lambda done, total: progress(done, total, label))
                    if progress
                    else None,
                )
            except (StepBudgetError, JobBudgetError) as error:
                raise self._endless(error) from None
            except NotRepeatableError:
                raise CheckFailed(
                    f"The calls of {listed([self.title(lane) for lane in lanes])} went another way when the same "
                    f"order began again. {_OUTLIVES}",
                    details=self._details,
                ) from None
        self._tally.add(found)
        if found.smallest is not None:
            self._details = noted
            raise self._fault(
                play_of,
                judge,
                found.smallest,
                scenario=scenario,
                verdict="wrong" if verdict == "unsafe" and found.smallest.is_serial else verdict,
                refusals=refusals,
            )

    # ---------------------------------------------------------------- crashes

    def crash_anywhere(
        self,
        lanes: Lane | Sequence[Lane],
        invariant: Invariant,
        *,
        label: str,
        at_once: Invariant | None = None,
        unanswered: Unanswered = Unanswered.GIVES_UP,
        crashes: int = 1,
        refusals: Collection[str] = (),
    ) -> None:
        """``invariant`` must hold at the end of a run, wherever in it the worker dies.

        The calls run one after the other, then the jobs they left, each when it is due. The worker dies before
        the first step or after any; a new one goes on from what was committed, with the learner's file loaded anew, and
        all that is left to run runs. ``at_once`` must hold right after each crash already. ``unanswered`` says what a
        client does whose call got no answer. With ``crashes=2`` the worker dies once more, at every point of the rest.

        If it fails without a crash the verdict is ``wrong``, else ``unsafe``.
        """
        calls = [lanes] if isinstance(lanes, Lane) else list(lanes)
        judge = self._judge(invariant, refusals)
        first = None if at_once is None else self._judge(at_once, refusals)
        play_of = self._plays(calls, unanswered)
        scenario = self.scenario(label)
        if self.only is not None:
            self._replay_only(play_of, judge, scenario, refusals, at_once=first)
            return
        noted = dict(self._details)
        progress = self.progress
        with self.output.muted():
            try:
                found = explore_crashes(
                    play_of,
                    judge,
                    at_once=first,
                    crashes=crashes,
                    progress=(lambda done: progress(done, done, label)) if progress else None,
                )
            except (StepBudgetError, JobBudgetError) as error:
                raise self._endless(error) from None
        self._count(found)
        if found.smallest is not None:
            self._details = noted
            raise self._fault(
                play_of,
                _either(first, judge),
                found.smallest,
                scenario=scenario,
                verdict="unsafe" if CRASH in found.smallest.schedule else "wrong",
                refusals=refusals,
            )

    def with_worker(
        self,
        lanes: Sequence[Lane],
        moves: str = "",
        *,
        unanswered: Unanswered = Unanswered.GIVES_UP,
    ) -> tuple[Outcome, dict[str, Any]]:
        """Play ``moves``, ``x`` for a crash and ``t`` for a wait, then let the rest happen; its end, and its timeline."""
        recorder = Recorder(self.program.source.filename)
        play = replay_worker(self._plays(lanes, unanswered)(recorder), moves)
        while play.calm():
            pass
        self.names = Names(self.world)
        timeline = worker_timeline(play, recorder, self.names, before=self.world)
        return Outcome(play, play.lanes, self.show), timeline

    @property
    def explored(self) -> Explored | None:
        """How many orders and crash points this check has looked at, or None if it asked for neither."""
        tally = self._tally
        if not tally.orders and not self._crash_points:
            return None
        return Explored(
            tally.orders,
            tally.run,
            tally.distinct,
            tally.capped,
            tally.attempts,
            crash_points=self._crash_points,
            crash_runs=self._crash_runs,
        )

    # ----------------------------------------------------------------- inside

    def _count(self, found: CrashSearch) -> None:
        self._crash_points += found.points
        self._crash_runs += found.run

    def _plays(
        self,
        lanes: Sequence[Lane],
        unanswered: Unanswered = Unanswered.GIVES_UP,
        books: Books = Books.APART,
    ) -> Callable[..., WorkerPlay]:
        """What makes the plays: each begins with a worker that has just started."""

        def play_of(tracer: Recorder | None = None) -> WorkerPlay:
            self.output.restart_count()
            return WorkerPlay(
                self.world,
                lanes,
                budget=self.program.step_budget,
                tracer=tracer,
                services=self._services,
                functions_of=self._loaded_anew,
                unanswered=unanswered,
                books=books,
            )

        return play_of

    def _loaded_anew(self) -> Mapping[str, Function]:
        """The functions as a worker has them that has just started: no global of the file has been touched."""
        namespace = load(self.program.source, self.program.module)
        return {**self.program.functions, **functions_of(namespace, self.program.module)}

    def _judge(self, invariant: Invariant, refusals: Collection[str]) -> WorkerJudge:
        def judge(play: WorkerPlay) -> str | None:
            for number, (lane, call) in enumerate(zip(play.lanes, play.calls, strict=True)):
                if number not in play.work and _is_mistake(call.outcome, refusals):
                    return f"{lane.name}'s {self.title(lane)} raised"
            self.names.note_jobs(play.world)
            return invariant(Outcome(play, play.lanes, self.show))

        return judge

    def _replay_only(
        self,
        play_of: Callable[..., WorkerPlay],
        judge: WorkerJudge,
        scenario: str,
        refusals: Collection[str],
        *,
        at_once: WorkerJudge | None = None,
    ) -> None:
        """If the order that is asked for is one of this scenario: play it, and say how it ended."""
        assert self.only is not None, "an order is asked for"
        if self.only.scenario != scenario:
            return
        recorder = Recorder(self.program.source.filename)
        try:
            play = replay_worker(play_of(recorder), self.only.order)
        except ValueError as error:
            raise UnfitScheduleError(str(error)) from None
        sentence = at_once(play) if at_once is not None else None
        if sentence is None:
            while play.calm():  # another answer may have more to do after these moves
                pass
        names = Names(self.world)
        timeline = worker_timeline(play, recorder, names, before=self.world)
        self.names = names
        sentence = sentence or judge(play)
        raised = self._worded(play, names, sentence or "", refusals)
        raise Replayed(sentence if raised is None else raised.message, timeline)

    def _fault(
        self,
        play_of: Callable[..., WorkerPlay],
        judge: WorkerJudge,
        found: Failing,
        *,
        scenario: str,
        verdict: Verdict,
        refusals: Collection[str],
    ) -> CheckFailed:
        """Play the failing order once more, with a tracer, and put it into words."""
        recorder = Recorder(self.program.source.filename)
        try:
            play = replay_worker(play_of(recorder), found.schedule)
        except (StepBudgetError, JobBudgetError, ValueError):
            return CheckFailed(f"{found.sentence} {_OUTLIVES}", details=self._details)
        names = Names(self.world)
        timeline = worker_timeline(play, recorder, names, before=self.world)
        self.names = names
        sentence = judge(play) or found.sentence
        story = crash_words(play, recorder, names)
        failed = self._worded(play, names, sentence, refusals)
        for number in play.work:
            self.heard(
                play.calls[number].outcome,
                self.title(play.lanes[number]),
                path=play.calls[number].path,
            )
        if failed is None:
            why, words = "", {"between": ""}
            if CRASH not in found.schedule and verdict == "unsafe":
                why, more = why_broken(recorder, play.lanes, names, play.world)
                words.update(more)
            failed = CheckFailed(
                self._before + " ".join(part for part in (story, sentence, why) if part),
                verdict=verdict,
                details={
                    "schedule": found.schedule,
                    "order": f"In the order {found.schedule}",
                    "story": story or "Nothing went wrong on the way.",
                    **words,
                    **self._details,
                },
            )
        else:
            failed = self._with_details(failed)
        failed.timeline = timeline
        failed.schedule = self.schedule(scenario, found.schedule)
        return failed

    def _worded(
        self, play: WorkerPlay, names: Names, sentence: str, refusals: Collection[str]
    ) -> CheckFailed | None:
        """The failure of a call that raised what it must not, if one did."""
        for number, call in enumerate(play.calls):
            if number not in play.work and _is_mistake(call.outcome, refusals):
                assert isinstance(call.outcome, Raised), "a mistake is an error"
                return raised_failure(
                    self.program, names, sentence, call.outcome.error, path=call.path
                )
        return None

    def _endless(self, error: StepBudgetError | JobBudgetError) -> CheckFailed:
        if isinstance(error, JobBudgetError):
            return self._with_details(CheckFailed(str(error)))
        return self._with_details(endless_failure(self.program, error.call, error.steps))


_OUTLIVES = (
    "Something in your file outlives a call and changes the next one, such as a global, or leaves it to chance. On "
    "Convex a global does not last: keep what has to last in a document."
)


def _either(first: WorkerJudge | None, then: WorkerJudge) -> WorkerJudge:
    """What ``first`` says, or else ``then``: a run that failed at once was judged there."""
    if first is None:
        return then
    return lambda play: first(play) or then(play)


def _is_mistake(outcome: object, refusals: Collection[str]) -> bool:
    """Whether a call raised something that is none of ``refusals``."""
    return isinstance(outcome, Raised) and refusal_code(outcome.error) not in refusals
