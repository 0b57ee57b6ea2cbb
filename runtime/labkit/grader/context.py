"""What a check is given: the learner's functions on a fresh world, and the words to say what must hold.

```
 data         seed · documents · document · choose        an empty world, filled by the check
 calls        run · reads · call                          one alone, or some to be interleaved
 must hold    equal · at_most · holds_in_every_order      the first that does not ends the check
 words        show · note                                 for messages and for hints
```

Invariants: every check starts on a fresh world with the learner's schema and functions; a message
shows ids as ``jobs#1``; the same file gets the same messages everywhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from labkit.grader.failure import (
    CheckFailed,
    Program,
    endless_failure,
    raised_failure,
    why_broken,
)
from labkit.grader.outcome import Invariant, Outcome
from labkit.grader.report import Explored, Verdict
from labkit.grader.sandbox import Output
from labkit.harness.interleave import Exploration, Failing, Judge, explore
from labkit.harness.names import Names
from labkit.harness.play import Lane, Play, StepBudgetError, replay
from labkit.harness.recorder import Recorder
from labkit.harness.timeline import timeline_of
from minivex import Backend, Raised, Returned, Value
from minivex.functions.determinism import SeededRandom
from minivex.trace import ReadRange

__all__ = ["Context", "Reads"]


@dataclass(frozen=True, slots=True)
class Reads:
    """What one call read, in all its transactions."""

    documents: int
    ranges: int


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
class Context:
    """The learner's functions on a fresh world, and the words to say what must hold."""

    program: Program
    output: Output
    progress: Callable[[int, int, str], None] | None = None
    meters: dict[str, int] = field(default_factory=dict)
    world: Backend = field(init=False)
    names: Names = field(init=False)
    random: SeededRandom = field(init=False)
    _tally: _Tally = field(default_factory=_Tally)
    _details: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fresh()
        self.random = SeededRandom(1)

    # ------------------------------------------------------------------ data

    def fresh(self) -> None:
        """Start over on an empty world."""
        self.world = Backend(schema=self.program.schema, functions=self.program.functions, seed=1)
        self.names = Names(self.world)

    def seed(self, table: str, **columns: Sequence[Value]) -> list[str]:
        """Store one row for each place of the columns; the ids, in that order.

        A value of ``None`` leaves the field out.
        """
        rows = [
            {name: value for name, value in zip(columns, row, strict=True) if value is not None}
            for row in zip(*columns.values(), strict=True)
        ]
        try:
            ids = self.world.load(table, rows)
        except Exception as error:
            raise CheckFailed(
                f"The checks store rows in {table} that your schema does not take: {error} "
                "Keep the schema of the starter.",
                verdict="error",
            ) from error
        self.names.note(self.world)
        return ids

    def documents(self, table: str) -> list[dict[str, Value]]:
        """What is stored now, in order of creation."""
        return self.world.documents(table)

    def document(self, table: str, id: str) -> dict[str, Value]:
        """The stored document ``id``; an empty dict if it is gone."""
        return next((row for row in self.documents(table) if row["_id"] == id), {})

    def choose(self, options: Sequence[Value]) -> Value:
        """One of ``options``, the same one every time the checks run."""
        return options[int(self.random.random() * len(options))]

    def show(self, value: object) -> str:
        """``value`` as messages show it."""
        return self.names.show(value)

    def note(self, **details: str) -> None:
        """Words for the placeholders of this check's hint."""
        self._details.update(details)

    # ----------------------------------------------------------------- calls

    def call(self, function: str, *, by: str, **args: Value) -> Lane:
        """A call that is yet to run, made by somebody called ``by``."""
        path = function if ":" in function else f"{self.program.module}:{function}"
        return Lane(path, args, by)

    def run(self, function: str, **args: Value) -> Value:
        """Run one call to its end, with nothing else going on; what it returned."""
        lane = self.call(function, by="", **args)
        return self._run(self.world, lane)

    def reads(self, function: str, **args: Value) -> Reads:
        """Run one call on a copy of the world and say what it read."""
        recorder = Recorder()
        self._run(self.world.fork(tracer=recorder), self.call(function, by="", **args))
        ranges = [event for event in recorder.events if isinstance(event, ReadRange)]
        return Reads(sum(event.documents for event in ranges), len(ranges))

    def title(self, lane: Lane) -> str:
        """How a call reads: ``claim(jobs#1, "ada")``."""
        return self.names.call(lane.function, lane.args)

    def _run(self, world: Backend, lane: Lane) -> Value:
        call = world.start(lane.reference, lane.args, label="a")
        for _ in range(self.program.step_budget):
            if call.done:
                break
            call.move()
        if not call.done:
            raise self._with_details(endless_failure(self.program, call, self.program.step_budget))
        self.names.note(world)
        outcome = call.outcome
        if isinstance(outcome, Raised):
            sentence = f"{self.title(lane)} raised"
            raise self._with_details(
                raised_failure(self.program, self.names, sentence, outcome.error, path=call.path)
            )
        assert isinstance(outcome, Returned), "a call that is done has an outcome"
        return outcome.value

    # ----------------------------------------------------------- must hold

    def fail(self, message: str, *, verdict: Verdict = "wrong") -> None:
        """End the check with a sentence."""
        raise CheckFailed(message, verdict=verdict, details=self._details)

    def equal(self, actual: object, expected: object, sentence: str) -> None:
        """``actual`` must be ``expected``. The sentence says what it is: ``claim(…) returned {}``."""
        if actual != expected:
            said = sentence.replace("{}", self.show(actual))
            self.fail(f"{said}. Wanted: {self.show(expected)}.")

    def measure(self, actual: int, noun: str) -> None:
        """Report the largest number of ``noun`` that was seen."""
        self.meters[noun] = max(actual, self.meters.get(noun, 0))

    def at_most(self, actual: int, limit: int, noun: str) -> None:
        """There must not be more than ``limit`` of ``noun``; more is right, but costly."""
        self.measure(actual, noun)
        self.note(actual=f"{actual:,}", limit=f"{limit:,}")
        if actual > limit:
            self.fail(f"{actual:,} {noun}. The budget is {limit:,}.", verdict="costly")

    def holds_in_every_order(
        self,
        lanes: Sequence[Lane],
        invariant: Invariant,
        *,
        label: str,
        verdict: Literal["unsafe", "costly"] = "unsafe",
    ) -> None:
        """``invariant`` must hold however the moves of ``lanes`` follow each other.

        If it does not, the check ends with the smallest order that breaks it. When the calls of that order
        ran one after another, concurrency is not to blame and the verdict is ``wrong``.
        """

        def judge(play: Play) -> str | None:
            for lane, call in zip(lanes, play.calls, strict=True):
                if isinstance(call.outcome, Raised):
                    return f"{lane.name}'s {self.title(lane)} raised"
            return invariant(Outcome(play, lanes, self.show))

        found = self._explore(lanes, judge, label)
        self._tally.add(found)
        if found.smallest is not None:
            raise self._broken(lanes, judge, found.smallest, verdict)

    @property
    def explored(self) -> Explored | None:
        """How many orders this check has looked at, or None if it asked for none."""
        tally = self._tally
        return Explored(tally.orders, tally.run, tally.distinct) if tally.orders else None

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
        self, lanes: Sequence[Lane], judge: Judge, found: Failing, verdict: Verdict
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
            if isinstance(call.outcome, Raised):
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

    def _with_details(self, failed: CheckFailed) -> CheckFailed:
        """The failure, with the words that the check has noted for its hint."""
        failed.details.update(self._details)
        return failed
