"""What one call cost: documents and ranges read, bytes, writes, jobs; and the budget it is held to.

```
 recorded events ──▶ ranges that touch are one ──▶ Reads(documents 13, ranges 1, parts …)
                                                   messages.by_to [to = "ada"] (13 documents)
 Reads + limit   ──▶ Budget                        rows + 1 = 11, read 2,000
```

Invariant: ``documents`` counts every document that was looked at, those that a filter dropped included.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from labkit.grader.amount import Amount, formula_of
from labkit.grader.surface import surface_of
from labkit.harness.names import Names
from minivex import Backend, Value
from minivex.index.interval import Interval, IntervalSet
from minivex.trace import Event, ReadRange, Stepped, Wrote
from minivex.txn.usage import Usage

__all__ = ["METERS", "Budget", "RangeRead", "Reads", "reads_of"]

METERS = {
    "documents read": "read",
    "ranges read": "read",
    "bytes read": "read",
    "documents written": "wrote",
    "bytes written": "wrote",
    "jobs scheduled": "scheduled",
    "attempts": "took",
    "re-runs": "ran again",
}
"""What is counted of a call, with the word that says what the call did."""

_SHOWN_MAX = 3
_LISTED_MAX = 20


@dataclass(frozen=True, slots=True)
class RangeRead:
    """One stretch of one index, and how many documents were found in it."""

    index: str
    range: str
    documents: int
    surface: str = ""
    """Which writes of others would make the call run again because of this; empty for a query."""

    def __str__(self) -> str:
        unit = "document" if self.documents == 1 else "documents"
        return f"{self.index} {self.range} ({self.documents:,} {unit})"


@dataclass(frozen=True, slots=True)
class Reads:
    """What one call returned, and what it read for that in all its transactions."""

    value: Value
    documents: int
    parts: tuple[RangeRead, ...]
    call: str = ""
    kind: str = "query"
    written: int = 0
    jobs: int = 0
    attempts: int = 1
    bytes_read: int = 0
    bytes_written: int = 0

    def meters(self) -> dict[str, int]:
        """Every count, by its heading."""
        return {
            "documents read": self.documents,
            "ranges read": self.ranges,
            "bytes read": self.bytes_read,
            "documents written": self.written,
            "bytes written": self.bytes_written,
            "jobs scheduled": self.jobs,
            "attempts": self.attempts,
        }

    def to_json(self) -> dict[str, Any]:
        """What a budget's reader may open: all counts, the ranges with most documents, the conflict surface."""
        listed = sorted(self.parts, key=lambda part: -part.documents)[:_LISTED_MAX]
        return {
            "call": self.call,
            "kind": self.kind,
            "meters": self.meters(),
            "reads": [
                {"index": part.index, "range": part.range, "documents": part.documents}
                for part in listed
            ],
            "more_reads": len(self.parts) - len(listed),
            "surface": list(dict.fromkeys(part.surface for part in listed if part.surface)),
        }

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


@dataclass(frozen=True, slots=True)
class Budget:
    """One count of a call and the most that it may be."""

    meter: str
    subject: str
    actual: int
    limit: int
    usage: Reads | None = None

    @classmethod
    def of(cls, noun: str, actual: int, limit: int, usage: Reads | None = None) -> "Budget":
        """The budget for a noun such as ``documents read by inbox, in a table of 300``."""
        meter = next((name for name in METERS if noun.startswith(name)), noun)
        return cls(meter, noun[len(meter) :].lstrip(" ,"), actual, limit, usage)

    def __str__(self) -> str:
        """The formula with its value, then what was used: ``rows + 1 = 11, read 2,000``."""
        most = str(self.limit) if isinstance(self.limit, Amount) else f"at most {self.limit:,}"
        return f"{most}, {METERS.get(self.meter, 'was')} {self.actual:,}"

    def to_json(self, check: str) -> dict[str, Any]:
        """The budget as reports carry it."""
        return {
            "check": check,
            "meter": self.meter,
            "subject": self.subject,
            "formula": formula_of(self.limit),
            "limit": int(self.limit),
            "actual": self.actual,
            "met": self.actual <= self.limit,
            "text": str(self),
            "usage": self.usage.to_json() if self.usage is not None else None,
        }


def reads_of(
    events: Iterable[Event],
    value: Value,
    world: Backend,
    names: Names,
    *,
    call: str = "",
    kind: str = "query",
    attempts: int = 1,
    used: Sequence[Usage] = (),
) -> Reads:
    """Put together what ``events`` say was read; documents are shown by ``names``.

    ``used`` is what each of the call's transactions used of its limits.

    Cost: O(n log n) for n reads.
    """
    heard = list(events)
    reads = [event for event in heard if isinstance(event, ReadRange)]
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
        for place in intervals:
            shown = names.range(world.describe_range(index, place))
            surface = ""
            if kind == "mutation":
                surface = surface_of(index, shown, _fields_of(world, index))
            parts.append(RangeRead(index, shown, counts[place], surface))
    return Reads(
        value,
        sum(event.documents for event in reads),
        tuple(parts),
        call=call,
        kind=kind,
        written=sum(isinstance(event, Wrote) for event in heard),
        jobs=sum(isinstance(event, Stepped) and event.op in _SCHEDULES for event in heard),
        attempts=attempts,
        bytes_read=sum(each.bytes_read for each in used),
        bytes_written=sum(each.bytes_written for each in used),
    )


_SCHEDULES = ("1.0/schedule", "1.0/actions/schedule")


def _fields_of(world: Backend, index: str) -> Sequence[str] | None:
    """The fields of an index; none for the two that every table has, None for one that is not made of fields."""
    table, _, label = index.partition(".")
    if label in ("by_id", "by_creation_time"):
        return ()
    definition = world.schema.tables.get(table) if world.schema else None
    found = definition.indexes.get(label) if definition is not None else None
    return found.fields if found is not None else None
