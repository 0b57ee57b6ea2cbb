"""A fresh world with the learner's functions: its data, its time, one call at a time, and words about them.

```
 data         seed · store · documents · document · choose   an empty world, filled by the check
 time         now_ms · advance                            stands still unless the check moves it
 calls        run · refuses                               one alone, to its end
 callers      signed_in · from_outside                    who calls, and what only clients can call
 must hold    equal · at_most · fail                      the first that does not ends the check
 words        show · title · after · note · measure       for messages, hints and meters
```

Invariant: a message shows ids as ``jobs#1``, and the same file gets the same messages everywhere.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from labkit.grader.amount import Amount, limit_words
from labkit.grader.failure import CheckFailed, Program, endless_failure, raised_failure
from labkit.grader.measure import Budget, Reads
from labkit.grader.outcome import refusal_code
from labkit.grader.report import Verdict
from labkit.grader.sandbox import Output
from labkit.harness.names import Names
from labkit.harness.play import Lane, Running
from labkit.harness.raised import is_refusal
from minivex import Backend, Call, DeveloperError, Raised, Returned, Value
from minivex.functions.determinism import SeededRandom
from minivex.services.crons import Crons
from minivex.txn.limits import LIMITS, Limits

__all__ = ["SEED", "Stage"]

SEED = 1
"""Of every world of every check, and of its dice; a part of every schedule id."""


@dataclass(slots=True)
class Stage:
    """The learner's functions on a fresh world, and the words to say what must hold for one call."""

    program: Program
    output: Output
    progress: Callable[[int, int, str], None] | None = None
    meters: dict[str, int] = field(default_factory=dict)
    budgets: list[Budget] = field(default_factory=list)
    world: Backend = field(init=False)
    names: Names = field(init=False)
    random: SeededRandom = field(init=False)
    _empty: Backend | None = None
    _details: dict[str, str] = field(default_factory=dict)
    _before: str = ""
    _identity: Mapping[str, Value] | None = None

    def __post_init__(self) -> None:
        self.fresh()
        self.random = SeededRandom(SEED)

    # ------------------------------------------------------------------ data

    def fresh(self, *, limits: Limits = LIMITS, crons: Crons | None = None) -> None:
        """Start over on an empty world: with lower limits, or with cron jobs, which run while time passes."""
        if self._empty is None:
            self._empty = Backend(
                schema=self.program.schema, functions=self.program.functions, seed=SEED
            )
        if crons is None:
            self.world = self._empty.fork()
            self.world.functions = dict(self.program.functions)
            self.world.limits = limits
        else:
            self.world = Backend(
                schema=self.program.schema,
                functions=self.program.functions,
                seed=SEED,
                limits=limits,
                crons=crons,
            )
        self.names = Names(self.world)

    def seed(self, table: str, **columns: Sequence[Value]) -> list[str]:
        """Store one row for each place of the columns; the ids, in that order.

        A value of ``None`` leaves the field out.
        """
        rows = [
            {name: value for name, value in zip(columns, row, strict=True) if value is not None}
            for row in zip(*columns.values(), strict=True)
        ]
        return self.store(table, rows)

    def store(self, table: str, rows: Sequence[Mapping[str, Value]]) -> list[str]:
        """Store ``rows`` as they are, a ``None`` in them included; the ids, in that order."""
        try:
            ids = self.world.load(table, rows)
        except DeveloperError as error:
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

    def amount(self, formula: str, value: int) -> Amount:
        """A number by its name, for limits that say how they were worked out: ``rows + 1 = 11``."""
        return Amount(formula, value)

    def choose(self, options: Sequence[Value]) -> Value:
        """One of ``options``, the same one every time the checks run."""
        return options[int(self.random.random() * len(options))]

    @property
    def now_ms(self) -> int:
        """What time it is in this world."""
        return self.world.clock.now_ms

    def advance(self, delta_ms: int) -> None:
        """Let time pass."""
        self.world.advance(delta_ms)

    def show(self, value: object) -> str:
        """``value`` as messages show it."""
        return self.names.show(value)

    @contextmanager
    def after(self, story: str) -> Iterator[None]:
        """Let every message begin with what has happened before: ``after("It ran twice. Then")``."""
        told = self._before
        self._before = f"{told}{story} "
        try:
            yield
        finally:
            self._before = told

    def note(self, **details: str) -> None:
        """Words for the placeholders of this check's hint."""
        self._details.update(details)

    # ----------------------------------------------------------------- calls

    def call(self, function: str, *, by: str, **args: Value) -> Lane:
        """A call that is yet to run, made by somebody called ``by``."""
        return Lane(self._path(function), args, by, self._identity)

    @contextmanager
    def signed_in(self, **claims: Value) -> Iterator[None]:
        """Let somebody be signed in who makes the calls: ``subject`` and ``issuer`` say who."""
        before = self._identity
        self._identity = claims
        try:
            yield
        finally:
            self._identity = before

    def from_outside(self, function: str, **args: Value) -> Returned | Raised:
        """What a client gets that calls ``function`` by its name: it can call what is public, and nothing else."""
        path = self._path(function)
        try:
            call = self.world.start(path, args, label="a", identity=self._identity)
        except DeveloperError as error:
            return Raised(error)
        return self._finished(self.world, call, self.names.call(path, args))

    def run(self, function: str, **args: Value) -> Value:
        """Run one call to its end, with nothing else going on; what it returned."""
        lane = self.call(function, by="", **args)
        outcome = self._run(self.world, lane)
        assert isinstance(outcome, Returned), "what was raised has ended the check"
        return outcome.value

    def refuses(self, code: str, function: str, **args: Value) -> None:
        """Run one call to its end; it must raise a ConvexError whose data has this ``code``."""
        lane = self.call(function, by="", **args)
        outcome = self._run(self.world, lane, refusals=(code,))
        if isinstance(outcome, Returned):
            self.fail(
                f"{self.title(lane)} returned {self.show(outcome.value)}. "
                f'Wanted: ConvexError({{"code": "{code}"}}).'
            )

    def _path(self, function: str) -> str:
        return function if ":" in function else f"{self.program.module}:{function}"

    def title(self, lane: Lane) -> str:
        """How a call reads: ``claim(jobs#1, "ada")``."""
        return self.names.call(lane.function, lane.args)

    def _run(
        self,
        world: Backend,
        lane: Lane,
        *,
        refusals: Collection[str] = (),
        watch: Callable[[Call], None] | None = None,
    ) -> Returned | Raised:
        call = lane.start(world, label="a")
        moved = None if watch is None else partial(watch, call)
        outcome = self._finished(world, call, self.title(lane), moved=moved)
        if isinstance(outcome, Raised) and refusal_code(outcome.error) not in refusals:
            raise self._raised(lane, outcome, call.path, refusals)
        return outcome

    def _finished(
        self,
        world: Backend,
        work: Running,
        title: str,
        *,
        moved: Callable[[], None] | None = None,
    ) -> Returned | Raised:
        """Make all moves of a call, or of a job, that is in flight in ``world``."""
        before_ts = world.latest_ts
        for _ in range(self.program.step_budget):
            if work.done:
                break
            work.move()
            if moved is not None:
                moved()
        if not work.done:
            self.note(call=title, differ="made many steps and had not ended")
            raise self._with_details(endless_failure(self.program, work, self.program.step_budget))
        self.names.note_commits(world, after_ts=before_ts)
        assert work.outcome is not None, "what is done has an outcome"
        return work.outcome

    def _raised(
        self, lane: Lane, outcome: Raised, path: str, refusals: Collection[str] = ()
    ) -> CheckFailed:
        """The failure of a call that raised what it must not."""
        sentence = f"{self._before}{self.title(lane)} raised"
        failed = raised_failure(self.program, self.names, sentence, outcome.error, path=path)
        if refusals and is_refusal(outcome.error):
            failed.message += f' Wanted: ConvexError({{"code": "{next(iter(refusals))}"}}).'
        found = "a ConvexError" if failed.error is None else failed.error.type
        self.note(call=self.title(lane), differ=f"raised {found}")
        return self._with_details(failed)

    # ----------------------------------------------------------- must hold

    def fail(self, message: str, *, verdict: Verdict = "wrong") -> None:
        """End the check with a sentence."""
        raise CheckFailed(self._before + message, verdict=verdict, details=self._details)

    def equal(self, actual: object, expected: object, sentence: str) -> None:
        """``actual`` must be ``expected``. The sentence says what it is: ``claim(…) returned {}``."""
        if actual != expected:
            said = sentence.replace("{}", self.show(actual))
            self.fail(f"{said}. Wanted: {self.show(expected)}.")

    def measure(self, actual: int, noun: str) -> None:
        """Report the largest number of ``noun`` that was seen."""
        self.meters[noun] = max(actual, self.meters.get(noun, 0))

    def at_most(self, actual: int, limit: int, noun: str, *, of: Reads | None = None) -> None:
        """There must not be more than ``limit`` of ``noun``; more is right, but costly.

        A limit that is an `Amount` is shown with its formula. ``of`` is the call that was measured.
        """
        self.measure(actual, noun)
        self.budget(Budget.of(noun, actual, limit, of))
        self.note(actual=f"{actual:,}", limit=f"{limit:,}")
        if actual > limit:
            self.fail(f"{actual:,} {noun}. The budget is {limit_words(limit)}.", verdict="costly")

    def budget(self, budget: Budget) -> None:
        """Report a budget; of several for the same thing, the one that was used most."""
        for place, known in enumerate(self.budgets):
            if (known.meter, known.subject) == (budget.meter, budget.subject):
                if budget.actual > known.actual:
                    self.budgets[place] = budget
                return
        self.budgets.append(budget)

    def _with_details(self, failed: CheckFailed) -> CheckFailed:
        """The failure, with the words that the check has noted for its hint."""
        failed.details.update(self._details)
        return failed
