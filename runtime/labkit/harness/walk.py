"""All orders of a workload as paths through its points (`labkit.harness.states`), each point looked at once.

```
 first ─ a ─▶ · ─ b ─▶ ·          orders from a point on = the sum over its moves
       └ b ─▶ · ─ a ─▶ ┘          smallest failing end   = the least over its moves, by the letter it begins with
```
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from labkit.harness.exploration import Exploration, Failing, Judge, multinomial
from labkit.harness.play import LETTERS
from labkit.harness.states import Point, States

__all__ = ["Walk"]


@dataclass(frozen=True, slots=True)
class _Rest:
    """What can follow a point."""

    orders: int
    failing: Mapping[str, tuple[int, int, int, str, str]]
    """The smallest end that fails, by its first letter: moves, switches, steps, schedule, sentence."""


class Walk:
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
        self._total = self._total or multinomial([play.letters.count(each) for each in LETTERS])
        self._attempts = max(self._attempts, *(1 + reruns for reruns in play.reruns))
        sentence = self._judge(play)
        if self._progress is not None and self._distinct % _ENDS_PER_WORD == 0:
            self._progress(self._done, max(self._total, self._done))
        return _Rest(1, {} if sentence is None else {"": (0, 0, 0, "", sentence)})


_POINTS_MAX = 50_000
"""How many points are looked at: some calls have more orders, and more ways to tell them apart, than anybody waits for."""


_ENDS_PER_WORD = 16
"""After how many ends progress is told."""
