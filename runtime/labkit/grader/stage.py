"""A fresh world with the learner's functions: its data, its time, one call at a time, and words about them.

```
 data         seed · store · documents · document · choose   an empty world, filled by the check
 time         now_ms · advance                            stands still unless the check moves it
 calls        run · refuses                               one alone, to its end
 must hold    equal · at_most · fail                      the first that does not ends the check
 words        show · title · after · note · measure       for messages, hints and meters
```

Invariant: a message shows ids as ``jobs#1``, and the same file gets the same messages everywhere.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from labkit.grader.amount import Amount, limit_words
from labkit.grader.failure import CheckFailed, Program, endless_failure, raised_failure
from labkit.grader.measure import Budget, Reads
from labkit.grader.outcome import refusal_code
from labkit.grader.report import Verdict
from labkit.grader.sandbox import Output
from labkit.harness.names import Names
from labkit.harness.play import Lane
from minivex import Backend, Call, ConvexError, Raised, Returned, Value
from minivex.functions.determinism import SeededRandom

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
    _details: dict[str, str] = field(default_factory=dict)
    _before: str = ""

    def __post_init__(self) -> None:
        self.fresh()
        self.random = SeededRandom(SEED)

    # ------------------------------------------------------------------ data

    def fresh(self) -> None:
        """Start over on an empty world."""
        self.world = Backend(
            schema=self.program.schema, functions=self.program.functions, seed=SEED
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
        path = function if ":" in function else f"{self.program.module}:{function}"
        return Lane(path, args, by)

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
        before_ts = world.latest_ts
        call = world.start(lane.reference, lane.args, label="a")
        for _ in range(self.program.step_budget):
            if call.done:
                break
            call.move()
            if watch is not None:
                watch(call)
        if not call.done:
            self.note(call=self.title(lane), differ="made many steps and had not ended")
            raise self._with_details(endless_failure(self.program, call, self.program.step_budget))
        self.names.note_commits(world, after_ts=before_ts)
        outcome = call.outcome
        assert outcome is not None, "a call that is done has an outcome"
        if isinstance(outcome, Raised) and refusal_code(outcome.error) not in refusals:
            raise self._raised(lane, outcome, call.path, refusals)
        return outcome

    def _raised(
        self, lane: Lane, outcome: Raised, path: str, refusals: Collection[str] = ()
    ) -> CheckFailed:
        """The failure of a call that raised what it must not."""
        sentence = f"{self._before}{self.title(lane)} raised"
        failed = raised_failure(self.program, self.names, sentence, outcome.error, path=path)
        if refusals and isinstance(outcome.error, ConvexError):
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
