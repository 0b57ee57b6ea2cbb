"""Every order of the moves of a few calls.

```
 coarse    a mutation is two moves: begin … up to its commit, then the commit
           2, 3, 4 mutations have 6, 90, 2,520 orders
 step      each step is a move: what a lab lets the reader do by hand
 schedule  "abba": one lane letter per move, the same calls give the same schedule ids for ever
```

An action has one move for each query it runs and two for each mutation. A commit that conflicts runs its call again
at once, inside the same move.

Two orders that differ only in the sequence of neighbouring *quiet* moves, such as two begins, are one to
every call: neither publishes anything, so neither can tell. One of them is run, all are counted.

Invariants: every order is either run or equal to one that is; each is played on its own fork, so
none can see another; the smallest failing schedule is the one with fewest moves, then fewest
switches between lanes, then least to do for the engine, then first in the alphabet.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise, permutations, product
from math import factorial, prod

from labkit.harness.choices import Choices
from minivex import Backend, Begin, Call, Commit, FunctionReference, Isolation, Tracer, Value

__all__ = [
    "Exploration",
    "Failing",
    "Grain",
    "Lane",
    "Play",
    "StepBudgetError",
    "every_schedule",
    "explore",
    "replay",
]

LETTERS = "abcd"


class Grain(Enum):
    """What one letter of a schedule moves."""

    STEP = "step"
    COARSE = "coarse"


class StepBudgetError(Exception):
    """A call made more steps than the exercise allows; it may never end."""

    def __init__(self, call: Call, steps: int) -> None:
        super().__init__(f"{call.path} made {steps:,} steps and had not ended")
        self.call = call
        self.steps = steps


@dataclass(frozen=True, slots=True)
class Lane:
    """One call of the workload, before it starts."""

    function: str
    args: Mapping[str, Value]
    name: str
    """What people call whoever makes the call, such as a worker's name."""

    @property
    def reference(self) -> FunctionReference:
        """The function, as one of the program's own callers names it: internal ones too."""
        return FunctionReference(self.function, is_internal=True)


class Play:
    """One order being played, on a world of its own."""

    __slots__ = ("_budget", "_grain", "_left", "calls", "finished", "letters", "world")

    def __init__(
        self,
        start: Backend,
        lanes: Sequence[Lane],
        *,
        grain: Grain = Grain.COARSE,
        budget: int = 10_000,
        tracer: Tracer | None = None,
        isolation: Isolation | None = None,
    ) -> None:
        self.world = start.fork(tracer=tracer, isolation=isolation)
        self.calls: list[Call] = [
            self.world.start(lane.reference, lane.args, label=letter)
            for letter, lane in zip(LETTERS, lanes, strict=False)
        ]
        self.letters: list[str] = []
        self.finished: list[int] = []
        self._grain = grain
        self._budget = budget
        self._left = [budget] * len(self.calls)

    @property
    def schedule(self) -> str:
        """The moves so far, as a schedule id."""
        return "".join(self.letters)

    @property
    def steps(self) -> int:
        """What the engine was asked to do, repeated attempts included."""
        return self._budget * len(self.calls) - sum(self._left)

    def open_lanes(self) -> list[int]:
        """The lanes that have not ended."""
        return [lane for lane, call in enumerate(self.calls) if not call.done]

    def is_quiet(self, lane: int) -> bool:
        """Whether the next move of ``lane`` publishes nothing that another call could see."""
        return not isinstance(self.calls[lane].next_move, Commit)

    def move(self, lane: int) -> None:
        """Move ``lane`` once.

        Raises: StepBudgetError, if the call has used up its steps.
        """
        call = self.calls[lane]
        self.letters.append(LETTERS[lane])
        if self._grain is Grain.STEP:
            self._step(lane)
        elif isinstance(call.next_move, Commit):
            self._commit(lane)
        else:
            self._run_to_boundary(lane)
        if call.done:
            self.finished.append(lane)

    def _step(self, lane: int) -> None:
        self._left[lane] -= 1
        call = self.calls[lane]
        if self._left[lane] < 0:
            raise StepBudgetError(call, self._budget)
        call.move()

    def _commit(self, lane: int) -> None:
        """The commit; if it conflicts, the call runs again at once, until it commits or gives up."""
        call = self.calls[lane]
        depth = _depth(call)
        self._step(lane)
        while not call.done and self._is_retry(call, depth):
            self._run_to_boundary(lane)
            if isinstance(call.next_move, Commit):
                self._step(lane)

    @staticmethod
    def _is_retry(call: Call, depth: int) -> bool:
        move = call.next_move
        return isinstance(move, Begin) and move.attempt > 1 and move.depth == depth

    def _run_to_boundary(self, lane: int) -> None:
        """Up to the next commit, or to where an action would begin its next transaction."""
        call = self.calls[lane]
        has_begun = False
        while not call.done:
            move = call.next_move
            if type(move) is Commit:
                return
            if type(move) is Begin and (move.depth > 0 or call.kind != "action"):
                if has_begun:
                    return
                has_begun = True
            self._step(lane)


def _depth(call: Call) -> int:
    move = call.next_move
    return move.depth if move is not None else 0


@dataclass(frozen=True, slots=True)
class Failing:
    """A schedule that breaks what was claimed, and how."""

    schedule: str
    sentence: str
    steps: int

    @property
    def size(self) -> tuple[int, int, int, str]:
        """What makes one failing schedule smaller than another."""
        return len(self.schedule), switches(self.schedule), self.steps, self.schedule

    @property
    def is_serial(self) -> bool:
        """Whether the calls ran one after another: then it is not the order that breaks it."""
        return switches(self.schedule) == len(set(self.schedule)) - 1


@dataclass(frozen=True, slots=True)
class Exploration:
    """What all orders of one workload came to."""

    orders: int
    run: int
    distinct: int
    smallest: Failing | None


Judge = Callable[[Play], str | None]
"""What is wrong with the end of an order, as a sentence; None if nothing is."""

Segment = tuple[bool, tuple[tuple[int, int], ...]]
"""A stretch of quiet moves with ``(lane, moves)`` each, or one loud move."""


def explore(
    start: Backend,
    lanes: Sequence[Lane],
    judge: Judge,
    *,
    budget: int = 10_000,
    limit: int = 4_000,
    progress: Callable[[int, int], None] | None = None,
) -> Exploration:
    """Play every order of ``lanes`` from ``start`` and judge each at its end.

    ``limit`` bounds how many are executed; what it cuts off is counted in ``orders`` and not in
    ``run``. ``progress`` hears ``(orders done, orders in all)`` now and then.

    Cost: one fork and one run of every call per distinct order.
    Raises: StepBudgetError, if a call makes more than ``budget`` steps.
    """
    found = _explore(start, lanes, judge, budget=budget, limit=limit, progress=progress, merge=True)
    if found is None:  # a move that looked quiet published something
        found = _explore(
            start, lanes, judge, budget=budget, limit=limit, progress=progress, merge=False
        )
        assert found is not None, "nothing is merged, so nothing can be merged wrongly"
    return found


def _explore(
    start: Backend,
    lanes: Sequence[Lane],
    judge: Judge,
    *,
    budget: int,
    limit: int,
    progress: Callable[[int, int], None] | None,
    merge: bool,
) -> Exploration | None:
    choices = Choices()
    done = distinct = total = 0
    smallest: Failing | None = None
    is_complete = False
    while distinct < limit:
        play = Play(start, lanes, budget=budget)
        segments = _play_one(play, choices, merge=merge)
        if segments is None:
            return None
        if segments:
            distinct += 1
            done += _weight(segments)
            total = total or _multinomial([play.letters.count(letter) for letter in LETTERS])
            sentence = judge(play)
            if sentence is not None:
                failing = Failing(_smallest_member(segments), sentence, play.steps)
                if smallest is None or failing.size < smallest.size:
                    smallest = failing
            if progress is not None and distinct % 50 == 0:
                progress(done, max(total, done))
        if not choices.advance():
            is_complete = True
            break
    return Exploration(
        orders=done if is_complete else max(total, done + 1),
        run=done,
        distinct=distinct,
        smallest=smallest,
    )


def _play_one(play: Play, choices: Choices, *, merge: bool) -> list[Segment] | None:
    """Play one order to its end; its segments, none if an equal order has been played.

    None instead of segments if a move that was to be quiet published something.
    """
    segments: list[Segment] = []
    stretch: dict[int, int] = {}
    last_quiet = -1
    quiet = [merge] * len(play.calls)  # every first move is a begin
    while lanes := play.open_lanes():
        # Within a stretch of quiet moves, lanes come in their order: the other orders are equal.
        options = [lane for lane in lanes if lane >= last_quiet or not quiet[lane]]
        if not options:
            return []
        lane = options[choices.pick(len(options))]
        before_ts = play.world.latest_ts
        was_quiet = quiet[lane]
        play.move(lane)
        quiet[lane] = merge and play.is_quiet(lane)
        if was_quiet:
            if play.world.latest_ts != before_ts:
                return None
            stretch[lane] = stretch.get(lane, 0) + 1
            last_quiet = lane
            continue
        if stretch:
            segments.append((True, tuple(stretch.items())))
            stretch = {}
        segments.append((False, ((lane, 1),)))
        last_quiet = -1
    if stretch:
        segments.append((True, tuple(stretch.items())))
    return segments


def _weight(segments: Sequence[Segment]) -> int:
    """How many orders are equal to this one."""
    return prod(_multinomial([moves for _, moves in lanes]) for _, lanes in segments)


def _multinomial(counts: Sequence[int]) -> int:
    return factorial(sum(counts)) // prod(factorial(count) for count in counts)


def _smallest_member(segments: Sequence[Segment]) -> str:
    """Of the orders equal to this one, the one with fewest switches, then first in the alphabet."""
    ways = [permutations(lanes) for _, lanes in segments]
    return min(
        (
            "".join(LETTERS[lane] * moves for stretch in way for lane, moves in stretch)
            for way in product(*ways)
        ),
        key=lambda schedule: (switches(schedule), schedule),
    )


def switches(schedule: str) -> int:
    """How often a schedule goes from one lane to another."""
    return sum(one != other for one, other in pairwise(schedule))


def replay(
    start: Backend,
    lanes: Sequence[Lane],
    schedule: str,
    *,
    grain: Grain = Grain.COARSE,
    budget: int = 10_000,
    tracer: Tracer | None = None,
    isolation: Isolation | None = None,
) -> Play:
    """Play one schedule again, as far as it goes.

    Raises: ValueError, if a letter names no lane, or a lane that has ended.
    """
    play = Play(start, lanes, grain=grain, budget=budget, tracer=tracer, isolation=isolation)
    for number, letter in enumerate(schedule, start=1):
        lane = LETTERS.find(letter)
        if not 0 <= lane < len(play.calls):
            known = ", ".join(LETTERS[: len(play.calls)])
            raise ValueError(f"move {number} is {letter!r}; the lanes are {known}")
        if play.calls[lane].done:
            raise ValueError(f"move {number}: lane {letter} has already ended")
        play.move(lane)
    return play


def every_schedule(moves: Sequence[int]) -> Iterator[str]:
    """Every order of ``moves[i]`` moves of lane i, in the order of the alphabet.

    >>> list(every_schedule([1, 1]))
    ['ab', 'ba']
    """
    if not any(moves):
        yield ""
        return
    for lane, left in enumerate(moves):
        if left:
            rest = [*moves[:lane], left - 1, *moves[lane + 1 :]]
            for tail in every_schedule(rest):
                yield LETTERS[lane] + tail
