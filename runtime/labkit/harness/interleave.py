"""Every order of the moves of a few calls.

```
 2, 3, 4 mutations of two moves each      6, 90, 2,520 orders
 a b B A  and  b a B A                    one order, when the moves a and b publish nothing
```

Two orders that come to the same point, with the same calls in the same places, go on alike: `labkit.harness.states`
says when. What can follow a point is looked at once, and all orders are counted. Where jobs, time and crashes take part
(`play_of`), two orders are one if they differ only in the sequence of neighbouring *quiet* moves, such as two begins:
neither publishes anything, so nobody can tell.

Invariants: every order is either run or equal to one that is; none can see another; the smallest failing schedule is the
one with fewest moves, then fewest switches between lanes, then least to do for the engine, then first in the alphabet.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from math import factorial, prod

from labkit.harness.choices import Choices
from labkit.harness.play import LETTERS, Lane, Play
from labkit.harness.states import Point, States
from minivex import Backend

__all__ = ["Exploration", "Failing", "Judge", "every_schedule", "explore", "switches"]


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
    """How many were played to their end: the others come to a point that one of these came through."""

    smallest: Failing | None
    capped: bool = False
    """Whether a limit ended the search: then there are more orders, and nobody knows how many."""

    attempts: int = 1
    """How often the call ran that had to run most often, in any order that was executed."""


Judge = Callable[[Play], str | None]
"""What is wrong with the end of an order, as a sentence; None if nothing is."""

Segment = tuple[bool, tuple[tuple[str, int], ...]]
"""A stretch of quiet moves with ``(letter, moves)`` each, or one loud move."""


def explore(
    start: Backend,
    lanes: Sequence[Lane],
    judge: Judge,
    *,
    budget: int = 10_000,
    limit: int = 4_000,
    progress: Callable[[int, int], None] | None = None,
    play_of: Callable[[], Play] | None = None,
) -> Exploration:
    """Play every order of ``lanes`` from ``start`` and judge each at its end.

    ``limit`` bounds how many are executed; what it cuts off is not counted, and ``capped`` says that there is
    more. ``progress`` hears ``(orders done, orders in all)`` now and then. ``play_of`` makes each play, if it is
    to be of another kind.

    Cost: one run of every move of every call in every world in which it can make it; with ``play_of``, one run of
        every call per distinct order.
    Raises: StepBudgetError, if a call makes more than ``budget`` steps; NotRepeatableError, if it goes another way
        when the same happens again.
    """
    if play_of is None and start.committer.validate is None:
        search = _Search(States(start, lanes, budget=budget), judge, limit, progress)
        return search.all_orders()

    def plain() -> Play:
        return Play(start, lanes, budget=budget)

    make = plain if play_of is None else play_of
    found = _explore(make, judge, limit=limit, progress=progress, merge=True)
    if found is None:  # a move that looked quiet published something
        found = _explore(make, judge, limit=limit, progress=progress, merge=False)
        assert found is not None, "nothing is merged, so nothing can be merged wrongly"
    return found


@dataclass(frozen=True, slots=True)
class _Rest:
    """What can follow a point."""

    orders: int
    failing: Mapping[str, tuple[int, int, int, str, str]]
    """The smallest end that fails, by its first letter: moves, switches, steps, schedule, sentence."""


class _Search:
    """A walk through the points of a workload, depth first, each of them once."""

    def __init__(
        self,
        states: States,
        judge: Judge,
        limit: int,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._states = states
        self._judge = judge
        self._limit = limit
        self._progress = progress
        self._known: dict[tuple[int, ...], _Rest] = {}
        self._letters: list[str] = []
        self._done = self._distinct = self._total = 0
        self._attempts = 1
        self._is_capped = False

    def all_orders(self) -> Exploration:
        """What all orders come to."""
        found = self._rest(self._states.first)
        smallest = None
        if found.failing:
            _, _, steps, schedule, sentence = min(found.failing.values(), key=lambda each: each[:4])
            smallest = Failing(schedule, sentence, steps)
        return Exploration(
            orders=found.orders,
            run=found.orders,
            distinct=self._distinct,
            smallest=smallest,
            capped=self._is_capped,
            attempts=self._attempts,
        )

    def _rest(self, point: Point) -> _Rest:
        key = point.key
        known = self._known.get(key)
        if known is not None:
            self._done += known.orders
            return known
        lanes = point.open_lanes()
        found = self._ways(point, lanes) if lanes else self._end(point)
        self._known[key] = found
        return found

    def _ways(self, point: Point, lanes: Sequence[int]) -> _Rest:
        orders = 0
        failing: dict[str, tuple[int, int, int, str, str]] = {}
        for lane in lanes:
            if self._distinct >= self._limit or len(self._known) >= _POINTS_MAX:
                self._is_capped = True
                break
            letter = LETTERS[lane]
            then, steps = self._states.after(point, lane)
            self._letters.append(letter)
            rest = self._rest(then)
            self._letters.pop()
            orders += rest.orders
            if rest.failing:
                failing[letter] = min(
                    (
                        moves + 1,
                        switched + (bool(first) and first != letter),
                        more + steps,
                        letter + schedule,
                        sentence,
                    )
                    for first, (moves, switched, more, schedule, sentence) in rest.failing.items()
                )
        return _Rest(orders, failing)

    def _end(self, point: Point) -> _Rest:
        self._done += 1
        self._distinct += 1
        play = self._states.ended(point, self._letters)
        self._total = self._total or _multinomial([play.letters.count(each) for each in LETTERS])
        self._attempts = max(self._attempts, *(1 + reruns for reruns in play.reruns))
        sentence = self._judge(play)
        if self._progress is not None and self._distinct % _ENDS_PER_WORD == 0:
            self._progress(self._done, max(self._total, self._done))
        return _Rest(1, {} if sentence is None else {"": (0, 0, 0, "", sentence)})


_POINTS_MAX = 50_000
"""How many points are looked at: some calls have more orders, and more ways to tell them apart, than anybody waits for."""


_ENDS_PER_WORD = 16
"""After how many ends progress is told."""


def _explore(
    play_of: Callable[[], Play],
    judge: Judge,
    *,
    limit: int,
    progress: Callable[[int, int], None] | None,
    merge: bool,
) -> Exploration | None:
    choices = Choices()
    done = distinct = total = 0
    attempts = 1
    smallest: Failing | None = None
    is_complete = False
    while distinct < limit:
        play = play_of()
        segments = _play_one(play, choices, merge=merge)
        if segments is None:
            return None
        if segments:
            distinct += 1
            done += _weight(segments)
            total = total or _multinomial([play.letters.count(letter) for letter in LETTERS])
            attempts = max(attempts, *(1 + reruns for reruns in play.reruns))
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
        orders=done,
        run=done,
        distinct=distinct,
        smallest=smallest,
        capped=not is_complete,
        attempts=attempts,
    )


def _play_one(play: Play, choices: Choices, *, merge: bool) -> list[Segment] | None:
    """Play one order to its end; its segments, none if an equal order has been played.

    None instead of segments if a move that was to be quiet published something.
    """
    segments: list[Segment] = []
    stretch: dict[str, int] = {}
    last_quiet = -1
    quiet: dict[int, bool] = {}  # a lane that is not here has not moved yet
    while (lanes := play.open_lanes()) or play.go_on():
        if not lanes:
            if stretch:
                segments.append((True, tuple(stretch.items())))
                stretch = {}
            segments.append((False, ((play.letters[-1], 1),)))
            last_quiet = -1
            continue
        # Within a stretch of quiet moves, lanes come in their order: the other orders are equal.
        for lane in lanes:
            if lane not in quiet:
                quiet[lane] = merge and play.is_quiet(lane)
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
            stretch[LETTERS[lane]] = stretch.get(LETTERS[lane], 0) + 1
            last_quiet = lane
            continue
        if stretch:
            segments.append((True, tuple(stretch.items())))
            stretch = {}
        segments.append((False, ((LETTERS[lane], 1),)))
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
            "".join(letter * moves for stretch in way for letter, moves in stretch)
            for way in product(*ways)
        ),
        key=lambda schedule: (switches(schedule), schedule),
    )


def switches(schedule: str) -> int:
    """How often a schedule goes from one lane to another."""
    return sum(one != other for one, other in pairwise(schedule))


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
