"""Trace events, put together as transactions.

```
 Began … ReadRange, Wrote … Committed      one Transaction: begin_ts, reads, writes, commit_ts
 Began … Conflicted  Began … Committed     two: the attempt that was refused, the one that took effect
 an action: Began, then one of these per run_query or run_mutation
```

Invariants: transactions come in the order in which they began; only one with fate ``committed`` has
changed anything, at its ``commit_ts``; reads and writes carry the learner's line where one is known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from minivex import Interval
from minivex.trace import (
    Began,
    Committed,
    Conflicted,
    Event,
    Raised,
    ReadRange,
    Returned,
    Stepped,
    Wrote,
)

__all__ = ["Fate", "History", "Read", "Transaction", "Write", "WrittenKeys", "history_of"]

Fate: TypeAlias = Literal["committed", "conflicted", "raised", "read", "open"]
"""published · refused and run again · failed · ended without a write to publish · still running."""

WrittenKeys: TypeAlias = Mapping[int, Mapping[str, frozenset[bytes]]]
"""Commit timestamp to index name to the index keys, old and new, that the commit changed."""


@dataclass(frozen=True, slots=True)
class Read:
    """An interval of an index that a transaction looked at."""

    index: str
    interval: Interval
    documents: int = 0
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Write:
    """A document that a transaction changed."""

    op: str
    table: str
    id: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """One attempt of one query or mutation, from its snapshot to its end."""

    call: str
    path: str
    attempt: int
    begin_ts: int
    fate: Fate
    commit_ts: int | None = None
    reads: tuple[Read, ...] = ()
    writes: tuple[Write, ...] = ()

    def writes_of(self, id: str) -> Write | None:
        """The last write of this transaction to the document ``id``."""
        return next((write for write in reversed(self.writes) if write.id == id), None)


@dataclass(frozen=True, slots=True)
class History:
    """What a few calls did to the store."""

    transactions: tuple[Transaction, ...]
    keys: WrittenKeys

    @property
    def calls(self) -> tuple[str, ...]:
        """The labels of the calls, in order of first begin."""
        return tuple(dict.fromkeys(each.call for each in self.transactions))

    def settled(self) -> tuple[Transaction, ...]:
        """The transactions whose results somebody saw: committed ones, and reads that ended."""
        return tuple(each for each in self.transactions if each.fate in ("committed", "read"))


@dataclass(slots=True)
class _Open:
    """A transaction that has begun."""

    began: Began
    reads: list[Read] = field(default_factory=list)
    writes: list[Write] = field(default_factory=list)
    line: int | None = None

    def take(self, event: Event, keys: WrittenKeys) -> Transaction | None:
        """Note one event; the transaction, if this was the end of it."""
        match event:
            case Stepped():
                self.line = event.line
            case ReadRange():
                interval = Interval(event.interval.start, event.interval.end)
                self.reads.append(Read(event.index, interval, event.documents, self.line))
            case Wrote():
                self.writes.append(Write(event.op, event.table, event.id, self.line))
            case Committed() if self.writes and event.ts in keys:
                return self.close("committed", event.ts)
            case Committed() | Returned():
                return self.close("read")
            case Conflicted():
                return self.close("conflicted")
            case Raised():
                return self.close("raised")
            case _:
                pass
        return None

    def close(self, fate: Fate, commit_ts: int | None = None) -> Transaction:
        began = self.began
        return Transaction(
            call=began.call,
            path=began.path,
            attempt=began.attempt,
            begin_ts=began.ts,
            fate=fate,
            commit_ts=commit_ts,
            reads=tuple(self.reads),
            writes=tuple(self.writes),
        )


def history_of(events: Iterable[Event], keys: WrittenKeys) -> History:
    """Put events together.

    ``keys`` says what each commit changed, as the engine's write log has it.

    Cost: O(number of events).
    """
    slots: list[_Open | Transaction] = []
    current: dict[str, int] = {}  # call -> where its running transaction is in slots

    for event in events:
        call = event.call
        if isinstance(event, Began):
            current[call] = len(slots)
            slots.append(_Open(event))
            continue
        position = current.get(call)
        running = slots[position] if position is not None else None
        if position is None or not isinstance(running, _Open):
            continue  # the action around it goes on
        slots[position] = running.take(event, keys) or running
    return History(
        tuple(slot.close("open") if isinstance(slot, _Open) else slot for slot in slots), keys
    )
