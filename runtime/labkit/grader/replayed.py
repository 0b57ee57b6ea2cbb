"""How a check ends that is asked for one order only, and what it has to say then.

```
 holds_in_every_order ─┐                ┌─▶ Replayed(sentence, timeline)     the order was played
 cut_off, other faults ┴─ only = id ────┼─▶ UnfitScheduleError               it cannot be played here
                                        └─▶ (any other end)                  the check has no such scenario
```
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from labkit.grader.failure import CheckFailed
from labkit.harness.names import Names
from labkit.harness.play import Lane, Play
from labkit.harness.recorder import Recorder
from labkit.harness.schedule_id import ScheduleId
from labkit.harness.timeline import timeline_of
from minivex import Backend

__all__ = ["Fault", "Replayed", "UnfitScheduleError", "fails_again"]

T = TypeVar("T")


class Replayed(Exception):  # noqa: N818 - an end, not an error
    """The order that was asked for has been played; ``sentence`` is what it broke, None if nothing."""

    def __init__(self, sentence: str | None, timeline: Mapping[str, Any]) -> None:
        super().__init__(sentence or "it held")
        self.sentence = sentence
        self.timeline = timeline


class UnfitScheduleError(Exception):
    """There is no such order, or the answer's calls take other moves now."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A call that went wrong on purpose, and what had happened up to there."""

    schedule: ScheduleId
    play: Play
    lane: Lane
    recorder: Recorder
    start: Backend

    def timeline(self) -> dict[str, Any]:
        """The timeline of the call, as far as it came."""
        names = Names(self.start)
        return timeline_of(self.play, [self.lane], self.recorder, names, before=self.start)


def fails_again(body: Callable[[T], None], context: T) -> bool:
    """Whether the one order that ``context`` asks for fails by itself, with no other order played before it.

    It may not, if the file keeps something from one order to the next.
    """
    try:
        body(context)
    except Replayed as end:
        return end.sentence is not None
    except CheckFailed:
        return True
    except UnfitScheduleError:
        return False
    return False
