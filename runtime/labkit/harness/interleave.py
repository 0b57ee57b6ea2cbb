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

from collections.abc import Callable, Iterator, Sequence
from itertools import permutations, product
from math import prod

from labkit.harness.choices import Choices
from labkit.harness.exploration import Exploration, Failing, Judge, multinomial, switches
from labkit.harness.play import LETTERS, Lane, Play
from labkit.harness.states import States
from labkit.harness.walk import Walk
from minivex import Backend

__all__ = ["Exploration", "Failing", "Judge", "every_schedule", "explore", "switches"]


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
        search = Walk(States(start, lanes, budget=budget), judge, limit, progress)
        return search.all_orders()

    def plain() -> Play:
        return Play(start, lanes, budget=budget)

    make = plain if play_of is None else play_of
    found = _explore(make, judge, limit=limit, progress=progress, merge=True)
    if found is None:  # a move that looked quiet published something
        found = _explore(make, judge, limit=limit, progress=progress, merge=False)
        assert found is not None, "nothing is merged, so nothing can be merged wrongly"
    return found


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
            total = total or multinomial([play.letters.count(letter) for letter in LETTERS])
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
    return prod(multinomial([moves for _, moves in lanes]) for _, lanes in segments)


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
