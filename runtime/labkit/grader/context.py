"""What a check is given: a stage for single calls, and calls that meet.

```
 from Stage   seed · store · documents · run · refuses · equal · at_most · show · note · …
 and reading  reads · reruns · indexes · same_rows · reads_at_most
 at once      holds_in_every_order · crowd · ask           all orders of a few calls; some orders of many
 cut short    cut_off                                     a call that is not heard to its end
```

Invariants: every check starts on a fresh world with the learner's schema and functions; no order of
calls sees what another one did.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from labkit.grader.failure import CheckFailed, endless_failure, raised_failure, why_broken
from labkit.grader.measure import Reads
from labkit.grader.outcome import Invariant, Outcome, refusal_code
from labkit.grader.reading import ReadingStage
from labkit.grader.report import Explored, Verdict
from labkit.harness.crowd import Contention, play_crowd
from labkit.harness.interleave import Exploration, Failing, Judge, explore
from labkit.harness.names import Names
from labkit.harness.play import Lane, Play, StepBudgetError, replay
from labkit.harness.recorder import Recorder
from labkit.harness.timeline import timeline_of
from minivex import Raised, Returned, Value

__all__ = ["Context", "Reads"]


@dataclass(slots=True)
class _Tally:
    """What a check has looked at so far."""

    orders: int = 0
    run: int = 0
    distinct: int = 0

    def add(self, found: Exploration) -> None:
        self.orders += found.orders
        self.run += found.run
        self.distinct += found.distinct


@dataclass(slots=True)
class Context(ReadingStage):
    """A stage on which calls also meet, or are cut short."""

    _tally: _Tally = field(default_factory=_Tally)

    def holds_in_every_order(
        self,
        lanes: Sequence[Lane],
        invariant: Invariant,
        *,
        label: str,
        verdict: Literal["unsafe", "costly"] = "unsafe",
        refusals: Collection[str] = (),
    ) -> None:
        """``invariant`` must hold however the moves of ``lanes`` follow each other.

        A call may raise a ConvexError whose data has one of the codes ``refusals``, and nothing else.

        If it does not, the check ends with the smallest order that breaks it. When the calls of that order
        ran one after another, concurrency is not to blame and the verdict is ``wrong``.
        """

        def judge(play: Play) -> str | None:
            for lane, call in zip(lanes, play.calls, strict=True):
                if _is_mistake(call.outcome, refusals):
                    return f"{lane.name}'s {self.title(lane)} raised"
            return invariant(Outcome(play, lanes, self.show))

        found = self._explore(lanes, judge, label)
        self._tally.add(found)
        if found.smallest is not None:
            raise self._broken(lanes, judge, found.smallest, verdict, refusals)

    @property
    def explored(self) -> Explored | None:
        """How many orders this check has looked at, or None if it asked for none."""
        tally = self._tally
        return Explored(tally.orders, tally.run, tally.distinct) if tally.orders else None

    def cut_off(self, lane: Lane) -> Iterator[str]:
        """Cut the call ``lane`` off after each of its moves in turn, and go on from there.

        Yields what happened. Until the next turn this context's world is the one in which it did, and messages begin
        with it. The last time the call had ended, and only its answer was lost.
        """
        start, moves, is_done = self.world, 0, False
        while not is_done:
            moves += 1
            play = Play(start, [lane], budget=self.program.step_budget)
            try:
                for _ in range(moves):
                    play.move(0)
            except StepBudgetError as error:
                raise self._with_details(
                    endless_failure(self.program, error.call, error.steps)
                ) from None
            (call,) = play.calls
            is_done = call.done
            self.world = play.world
            self.names.note(self.world)
            if isinstance(call.outcome, Raised):
                raise self._raised(lane, call.outcome, call.path)
            count = "its first move" if moves == 1 else f"{moves} of its moves"
            event = "its answer was lost" if is_done else f"it was cut off after {count}"
            with self.after(f"{self.title(lane)} ran, and {event}. Then"):
                yield event
        self.world = start

    def crowd(self, lanes: Sequence[Lane], *, runs: int) -> list[Outcome]:
        """How ``runs`` orders ended in which all of ``lanes`` were in flight at once."""
        found = []
        world = self.world.fork()
        with self.output.muted():
            for _ in range(runs):
                self.output.restart_count()
                for _ in lanes:
                    world.next_seed()  # other dice for the calls of each run
                seen = Contention()
                try:
                    play = play_crowd(
                        world, lanes, self.random, budget=self.program.step_budget, tracer=seen
                    )
                except StepBudgetError as error:
                    raise self._with_details(
                        endless_failure(self.program, error.call, error.steps)
                    ) from None
                found.append(Outcome(play, lanes, self.show, seen.tables))
        return found

    def ask(self, outcome: Outcome, function: str, **args: Value) -> Value:
        """What a call returns when it runs alone in the world at the end of an order."""
        told = self._run(outcome.world, self.call(function, by="", **args))
        assert isinstance(told, Returned), "what was raised has ended the check"
        return told.value

    # -------------------------------------------------------------- inside

    def _explore(self, lanes: Sequence[Lane], judge: Judge, label: str) -> Exploration:
        def counted(play: Play) -> str | None:
            self.output.restart_count()
            return judge(play)

        progress = self.progress
        with self.output.muted():
            try:
                return explore(
                    self.world,
                    lanes,
                    counted,
                    budget=self.program.step_budget,
                    progress=(lambda done, total: progress(done, total, label))
                    if progress
                    else None,
                )
            except StepBudgetError as error:
                raise self._with_details(
                    endless_failure(self.program, error.call, error.steps)
                ) from None

    def _broken(
        self,
        lanes: Sequence[Lane],
        judge: Judge,
        found: Failing,
        verdict: Verdict,
        refusals: Collection[str],
    ) -> CheckFailed:
        """Play the failing order once more, with a tracer, and put it into words."""
        recorder = Recorder()
        play = replay(
            self.world, lanes, found.schedule, budget=self.program.step_budget, tracer=recorder
        )
        names = Names(self.world)
        timeline = timeline_of(play, lanes, recorder, names, before=self.world)
        self.names = names
        sentence = judge(play)
        assert sentence is not None, f"the order {found.schedule} breaks the invariant every time"
        for call in play.calls:
            if isinstance(call.outcome, Raised) and _is_mistake(call.outcome, refusals):
                failed = raised_failure(
                    self.program, names, sentence, call.outcome.error, path=call.path
                )
                failed.timeline = timeline
                return self._with_details(failed)
        why, words = "", {"between": ""}
        if verdict == "unsafe" and not found.is_serial:
            why, more = why_broken(recorder, lanes, names, play.world)
            words.update(more)
        return CheckFailed(
            " ".join(part for part in (sentence, why) if part),
            verdict="wrong" if found.is_serial and verdict == "unsafe" else verdict,
            details={"schedule": found.schedule, **words, **self._details},
            timeline=timeline,
        )


def _is_mistake(outcome: Returned | Raised | None, refusals: Collection[str]) -> bool:
    """Whether a call raised something that is none of ``refusals``."""
    return isinstance(outcome, Raised) and refusal_code(outcome.error) not in refusals
