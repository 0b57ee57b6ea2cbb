"""What one call read: documents and ranges, index by index, as messages say it.

```
 recorded events ──▶ ranges that touch are one ──▶ Reads(documents 13, ranges 1, parts …)
                                                   messages.by_to [to = "ada"] (13 documents)
```

Invariant: ``documents`` counts every document that was looked at, those that a filter dropped included.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from labkit.harness.names import Names
from minivex import Backend, Value
from minivex.index.interval import Interval, IntervalSet
from minivex.trace import Event, ReadRange

__all__ = ["RangeRead", "Reads", "reads_of"]

_SHOWN_MAX = 3


@dataclass(frozen=True, slots=True)
class RangeRead:
    """One stretch of one index, and how many documents were found in it."""

    index: str
    range: str
    documents: int

    def __str__(self) -> str:
        unit = "document" if self.documents == 1 else "documents"
        return f"{self.index} {self.range} ({self.documents:,} {unit})"


@dataclass(frozen=True, slots=True)
class Reads:
    """What one call returned, and what it read for that in all its transactions."""

    value: Value
    documents: int
    parts: tuple[RangeRead, ...]

    @property
    def ranges(self) -> int:
        """Ranges of index keys; those that touch or overlap are one."""
        return len(self.parts)

    def __str__(self) -> str:
        """The ranges with most documents, in words: ``messages.by_to [to = "ada"] (13 documents)``."""
        largest = sorted(self.parts, key=lambda part: -part.documents)[:_SHOWN_MAX]
        more = len(self.parts) - len(largest)
        words = [str(part) for part in largest]
        words += [f"{more:,} more {'range' if more == 1 else 'ranges'}"] if more else []
        return ", ".join(words) or "nothing"


def reads_of(events: Iterable[Event], value: Value, world: Backend, names: Names) -> Reads:
    """Put together what ``events`` say was read; documents are shown by ``names``.

    Cost: O(n log n) for n reads.
    """
    reads = [event for event in events if isinstance(event, ReadRange)]
    by_index: dict[str, list[ReadRange]] = {}
    for event in reads:
        by_index.setdefault(event.index, []).append(event)
    parts = []
    for index, found in by_index.items():
        intervals = IntervalSet([(each.interval.start, each.interval.end) for each in found])
        counts: dict[Interval, int] = {}
        for each in found:
            place = intervals.find(each.interval.start)
            assert place is not None, "an interval lies in the set that it is part of"
            counts[place] = counts.get(place, 0) + each.documents
        parts += [
            RangeRead(index, names.range(world.describe_range(index, place)), counts[place])
            for place in intervals
        ]
    return Reads(value, sum(event.documents for event in reads), tuple(parts))
