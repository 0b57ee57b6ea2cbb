"""Many calls at once, in an order that dice choose: what contention costs.

```
 20 calls, each begins and commits           more orders than can be run
 one at random moves, until all have ended   a sample of them, the same one for the same dice
```

A commit that conflicts is a move of its own: its call runs again, and others may commit before it does.
"""

from collections import Counter
from collections.abc import Sequence

from labkit.harness.play import Grain, Lane, Play
from minivex import Backend, Tracer
from minivex.functions.determinism import SeededRandom
from minivex.trace import Conflicted, Event

__all__ = ["Contention", "play_crowd"]


class Contention:
    """A tracer that counts conflicts by the table in which somebody else had written."""

    __slots__ = ("tables",)

    def __init__(self) -> None:
        self.tables: Counter[str] = Counter()

    def event(self, event: Event) -> None:
        """Count one conflict."""
        if isinstance(event, Conflicted):
            self.tables[event.read.table] += 1


def play_crowd(
    start: Backend,
    lanes: Sequence[Lane],
    dice: SeededRandom,
    *,
    budget: int = 10_000,
    tracer: Tracer | None = None,
) -> Play:
    """Play one order of ``lanes``, chosen by ``dice``, to its end.

    Cost: one run of every attempt.
    Raises: StepBudgetError, if a call makes more than ``budget`` steps.
    """
    play = Play(start, lanes, grain=Grain.CROWD, budget=budget, tracer=tracer)
    while waiting := play.open_lanes():
        play.move(waiting[int(dice.random() * len(waiting))])
    return play
