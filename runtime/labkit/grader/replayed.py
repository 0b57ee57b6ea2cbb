"""How a check ends that is asked for one order only, and what it has to say then.

```
 holds_in_every_order ─┐                ┌─▶ Replayed(sentence, timeline)     the order was played
 cut_off, other faults ┴─ only = id ────┼─▶ UnfitScheduleError               it cannot be played here
                                        └─▶ (any other end)                  the check has no such scenario
```
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labkit.harness.schedule_id import ScheduleId

__all__ = ["Fault", "Replayed", "UnfitScheduleError"]


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
    """Something that went wrong on purpose, and what had happened up to it."""

    schedule: ScheduleId
    timeline: Callable[[], dict[str, Any]]
