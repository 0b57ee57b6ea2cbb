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
from labkit.grader.named import NamedStage
from labkit.grader.outcome import Invariant, Outcome, refusal_code
from labkit.grader.replayed import Fault, Replayed, UnfitScheduleError
from labkit.grader.report import Explored, Verdict
from labkit.harness.choices import NotRepeatableError
from labkit.harness.crowd import Contention, play_crowd
from labkit.harness.interleave import Exploration, Failing, Judge, explore
from labkit.harness.names import Names, listed
from labkit.harness.play import LETTERS, Lane, Play, StepBudgetError, replay
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
    capped: bool = False
    attempts: int = 1

    def add(self, found: Exploration) -> None:
        self.orders += found.orders
        self.run += found.run
        self.distinct += found.distinct
        self.capped |= found.capped
        self.attempts = max(self.attempts, found.attempts)


@dataclass(slots=True)
class Context(NamedStage):
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

        self.running = None
        scenario = self.scenario(label)
        if self.only is not None:
            if self.only.scenario == scenario:
                raise self._replayed(lanes, judge, self.only.order, refusals)
            return
        noted = dict(self._details)
        found = self._explore(lanes, judge, label)
        self._tally.add(found)
        if found.smallest is not None:
            self._details = noted  # what other orders noted is not what this one did
            failed = self._broken(lanes, judge, found.smallest, verdict, refusals)
            failed.schedule = self.schedule(scenario, found.smallest.schedule)
            raise failed

    @property
    def explored(self) -> Explored | None:
        """How many orders this check has looked at, or None if it asked for none."""
        tally = self._tally
        if not tally.orders:
            return None
        return Explored(tally.orders, tally.run, tally.distinct, tally.capped, tally.attempts)

    def cut_off(self, lane: Lane) -> Iterator[str]:
        """Cut the call ``lane`` off after each of its moves in turn, and go on from there.

        Yields what happened. Until the next turn this context's world is the one in which it did, and messages begin
        with it. The last time the call had ended, and only its answer was lost.
        """
        start, moves, is_done = self.world, 0, False
        scenario = self.scenario(f"cut off {lane.function.rpartition(':')[2]}")
        while not is_done:
            moves += 1
            fault = self.schedule(scenario, f"cut-{moves}")
            if self.only is not None and self.only.scenario != scenario:
                break
            recorder = Recorder(self.program.source.filename)
            play = Play(start, [lane], budget=self.program.step_budget, tracer=recorder)
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
            if self.only is not None and self.only != fault:
                continue
            count = "its first move" if moves == 1 else f"{moves} of its moves"
            event = "its answer was lost" if is_done else f"it was cut off after {count}"
            self.running = Fault(fault, play, lane, recorder, start)
            with self.after(f"{self.title(lane)} ran, and {event}. Then"):
                yield event
            if self.only is not None:
                raise Replayed(None, self.running.timeline())
        self.running = None
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
            except NotRepeatableError:
                raise CheckFailed(
                    f"The calls of {listed([self.title(lane) for lane in lanes])} went another way when the same "
                    f"order began again. {_OUTLIVES}",
                    details=self._details,
                ) from None

    def _replayed(
        self, lanes: Sequence[Lane], judge: Judge, order: str, refusals: Collection[str]
    ) -> Replayed:
        """Play the one order that is asked for, and say how it ended."""
        recorder = Recorder(self.program.source.filename)
        try:
            play = replay(
                self.world, lanes, order, budget=self.program.step_budget, tracer=recorder
            )
        except StepBudgetError as error:
            raise self._with_details(
                endless_failure(self.program, error.call, error.steps)
            ) from None
        except ValueError as error:
            raise UnfitScheduleError(str(error)) from None
        if waiting := play.open_lanes():
            letters = listed([LETTERS[lane] for lane in waiting])
            raise UnfitScheduleError(f"after its last move, {letters} had not ended")
        names = Names(self.world)
        timeline = timeline_of(play, lanes, recorder, names, before=self.world)
        self.names = names
        sentence = judge(play)
        raised = self._mistake(play, sentence or "", refusals)
        return Replayed(sentence if raised is None else raised.message, timeline)

    def _mistake(self, play: Play, sentence: str, refusals: Collection[str]) -> CheckFailed | None:
        """The failure of the first call that raised what it must not."""
        for call in play.calls:
            if isinstance(call.outcome, Raised) and _is_mistake(call.outcome, refusals):
                return raised_failure(
                    self.program, self.names, sentence, call.outcome.error, path=call.path
                )
        return None

    def _broken(
        self,
        lanes: Sequence[Lane],
        judge: Judge,
        found: Failing,
        verdict: Verdict,
        refusals: Collection[str],
    ) -> CheckFailed:
        """Play the failing order once more, with a tracer, and put it into words."""
        recorder = Recorder(self.program.source.filename)
        try:
            play = replay(
                self.world, lanes, found.schedule, budget=self.program.step_budget, tracer=recorder
            )
        except (StepBudgetError, ValueError):  # a call took another way than before
            return self._not_repeated(found)
        names = Names(self.world)
        timeline = timeline_of(play, lanes, recorder, names, before=self.world)
        self.names = names
        sentence = judge(play)
        if sentence is None:
            return self._not_repeated(found)
        raised = self._mistake(play, sentence, refusals)
        if raised is not None:
            raised.timeline = timeline
            return self._with_details(raised)
        why, words = "", {"between": ""}
        if verdict == "unsafe" and not found.is_serial:
            why, more = why_broken(recorder, lanes, names, play.world)
            words.update(more)
        return CheckFailed(
            " ".join(part for part in (sentence, why) if part),
            verdict="wrong" if found.is_serial and verdict == "unsafe" else verdict,
            details={**_order(found), **words, **self._details},
            timeline=timeline,
        )

    def _not_repeated(self, found: Failing) -> CheckFailed:
        """The order broke the invariant once and does not do so again: there is nothing to draw."""
        return CheckFailed(
            f"{found.sentence} That was in the order {found.schedule}; played once more, it ended in another way. "
            f"{_OUTLIVES}",
            details={**_order(found), **self._details},
        )


_OUTLIVES = (
    "Something in your file outlives a call and changes the next one, such as a global, or leaves it to chance. On "
    "Convex a global does not last: keep what has to last in a document."
)


def _order(found: Failing) -> dict[str, str]:
    """The words of a hint for the order that was found."""
    return {"schedule": found.schedule, "order": f"In the order {found.schedule}"}


def _is_mistake(outcome: Returned | Raised | None, refusals: Collection[str]) -> bool:
    """Whether a call raised something that is none of ``refusals``."""
    return isinstance(outcome, Raised) and refusal_code(outcome.error) not in refusals
