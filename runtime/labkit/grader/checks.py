"""What an exercise's ``checks.py`` is written with: `check`, and the `Context` that checks receive.

```
 @check("claim-alone", title="…", hint="write-the-owner")
 def claim_alone(lab: Context) -> None:
     (job,) = lab.seed("jobs", status=["pending"])
     lab.equal(lab.run("claim", job_id=job, worker="ada"), job, "claim returned {}")
```

Checks judge behaviour, through `Context` and not through bare ``assert``: a learner's sentence needs
both values and a noun, and some failures need a timeline. The first thing that does not hold ends
the check.

Invariants: every check starts on a fresh world with the learner's schema and functions; a message
shows ids as ``jobs#1``; the same file gets the same messages everywhere.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from labkit.grader.report import Explored, LearnerError, Verdict
from labkit.grader.sandbox import Output, Source, explain
from labkit.harness.checkers import stale_read
from labkit.harness.history import history_of
from labkit.harness.interleave import (
    LETTERS,
    Exploration,
    Failing,
    Judge,
    Lane,
    Play,
    StepBudgetError,
    explore,
    replay,
)
from labkit.harness.names import Names, listed
from labkit.harness.timeline import Recorder, timeline_of, written_keys
from minivex import Backend, Call, ConvexError, Function, Raised, Returned, Value
from minivex.functions.determinism import SeededRandom
from minivex.schema.tables import Schema
from minivex.trace import ReadRange

__all__ = [
    "Check",
    "CheckFailed",
    "Context",
    "Outcome",
    "Program",
    "Reads",
    "check",
    "checks_in",
    "listed",
]

Invariant = Callable[["Outcome"], str | None]
"""What is wrong after one order, as a sentence; None if nothing is."""


@dataclass(frozen=True, slots=True)
class Check:
    """One question that an answer must pass."""

    id: str
    title: str
    hint: str
    body: Callable[["Context"], None]


def check(id: str, *, title: str, hint: str) -> Callable[[Callable[["Context"], None]], Check]:
    """Make a function a check; the ids of checks and hints are permanent."""

    def mark(body: Callable[["Context"], None]) -> Check:
        return Check(id, title, hint, body)

    return mark


def checks_in(namespace: Mapping[str, object]) -> tuple[Check, ...]:
    """The checks of a ``checks.py``, in the order in which it defines them."""
    return tuple(value for value in namespace.values() if isinstance(value, Check))


class CheckFailed(Exception):  # noqa: N818 - a verdict, not an error
    """What a check asks for does not hold."""

    def __init__(
        self,
        message: str,
        *,
        verdict: Verdict = "wrong",
        details: Mapping[str, str] | None = None,
        timeline: Mapping[str, Any] | None = None,
        error: LearnerError | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.verdict = verdict
        self.details = dict(details or {})
        self.timeline = timeline
        self.error = error


@dataclass(frozen=True, slots=True)
class Program:
    """What the learner's file defines, beside what the checks bring along."""

    module: str
    schema: Schema
    functions: Mapping[str, Function]
    source: Source
    step_budget: int


@dataclass(frozen=True, slots=True)
class Reads:
    """What one call read, in all its transactions."""

    documents: int
    ranges: int


class Outcome:
    """How one order ended: what an invariant is judged by."""

    __slots__ = ("_documents", "_lanes", "_play", "show")

    def __init__(self, play: Play, lanes: Sequence[Lane], show: Callable[[object], str]) -> None:
        self._play = play
        self._lanes = lanes
        self._documents: dict[str, list[dict[str, Value]]] = {}
        self.show = show

    @property
    def returned(self) -> dict[str, Value]:
        """What each caller was told, by the caller's name."""
        told = {}
        for lane, call in zip(self._lanes, self._play.calls, strict=True):
            assert isinstance(call.outcome, Returned), "raising was judged before"
            told[lane.name] = call.outcome.value
        return told

    @property
    def finished(self) -> list[str]:
        """The callers' names, in the order in which their calls ended."""
        return [self._lanes[lane].name for lane in self._play.finished]

    @property
    def attempts(self) -> dict[str, int]:
        """How often each call ran, by the caller's name."""
        return {
            lane.name: call.attempts
            for lane, call in zip(self._lanes, self._play.calls, strict=True)
        }

    def documents(self, table: str) -> list[dict[str, Value]]:
        """What is stored at the end, in order of creation."""
        if table not in self._documents:
            self._documents[table] = self._play.world.documents(table)
        return self._documents[table]

    def document(self, table: str, id: Value) -> dict[str, Value]:
        """The stored document ``id``."""
        return next(row for row in self.documents(table) if row["_id"] == id)


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
            raise self._endless(call, self.program.step_budget)
        self.names.note(world)
        outcome = call.outcome
        if isinstance(outcome, Raised):
            raise self._raised(f"{self.title(lane)} raised", outcome.error, call.path)
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

    def at_most(self, actual: int, limit: int, noun: str) -> None:
        """There must not be more than ``limit`` of ``noun``; more is right, but costly."""
        self.meters[noun] = max(actual, self.meters.get(noun, 0))
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
                raise self._endless(error.call, error.steps) from None

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
                failed = self._raised(sentence, call.outcome.error, call.path)
                failed.timeline = timeline
                return failed
        is_serial = found.is_serial
        why = (
            ""
            if is_serial or verdict == "costly"
            else self._why(recorder, lanes, names, play.world)
        )
        return CheckFailed(
            " ".join(part for part in (sentence, why) if part),
            verdict="wrong" if is_serial and verdict == "unsafe" else verdict,
            details={"schedule": found.schedule, "between": "", **self._details},
            timeline=timeline,
        )

    def _why(self, recorder: Recorder, lanes: Sequence[Lane], names: Names, world: Backend) -> str:
        """What the order did to the calls, by the learner's lines."""
        stale = stale_read(history_of(recorder.events, written_keys(world)))
        if stale is None:
            return ""
        who = {letter: lane.name for letter, lane in zip(LETTERS, lanes, strict=False)}
        reader, other = who[stale.call], who[stale.other]
        document = names.id(stale.document)
        version = names.version(stale.read_ts)
        overtaken = (
            f"Your line {stale.read.line} read {document} for {reader} at version {version}; then {other} "
            f"committed version {names.note_commit(stale.other_ts)} of it;"
        )
        if stale.write is None:
            return f"{overtaken} then {reader}'s call went on, in another transaction, with the old answer."
        self.note(
            between=f"Between line {stale.read.line} and line {stale.write.line}, {other} had committed, "
            "and nothing noticed."
        )
        how = (
            "without having read it"
            if stale.is_blind
            else "without asking once more whether it may"
        )
        return (
            f"{overtaken} then your line {stale.write.line} wrote {document} for {reader}, in another "
            f"transaction, {how}."
        )

    def _line_without_frame(self, message: str, path: str) -> int | None:
        """Where an error belongs that came when the handler had returned: what was not awaited, or its def."""
        named = re.search(r" in line (\d+) of ", message)
        if named:
            return int(named[1])
        function = self.program.functions.get(path)
        code = getattr(function.handler, "__code__", None) if function is not None else None
        if code is None or code.co_filename != self.program.source.filename:
            return None
        return int(code.co_firstlineno)

    def _raised(self, sentence: str, error: BaseException, path: str) -> CheckFailed:
        """A call raised: on purpose, which the task does not ask for, or by mistake."""
        found = explain(error, self.program.source)
        if found.line is None:
            found = replace(found, line=self._line_without_frame(found.message, path))
        where = f" on your line {found.line}" if found.line is not None else ""
        if isinstance(error, ConvexError):
            shown = f"ConvexError({self.show(error.data)})"
            return CheckFailed(
                f"{sentence} {shown}{where}.", details={**self._details, "raised": shown}
            )
        message = self.names.text(found.message)
        cleaned = replace(found, message=message)
        return CheckFailed(
            f"{sentence} {found.type}{where}: {message}",
            verdict="error",
            details={**self._details, "raised": found.type},
            error=cleaned,
        )

    def _endless(self, call: Call, steps: int) -> CheckFailed:
        """A call that goes on asking the engine for things."""
        frames = [frame for frame in call.frames() if frame.file == self.program.source.filename]
        line = frames[-1].line if frames else None
        where = f" It stands at your line {line}." if line is not None else ""
        message = (
            f"{call.path} made {steps:,} steps and had not ended.{where} Give its loop an end, or read "
            "less in one call."
        )
        error = LearnerError("StepBudget", message, line, "")
        return CheckFailed(message, verdict="error", details=self._details, error=error)
