"""Could the calls have run one after another? The answer comes with its witness.

```
 wr   b read what a had written              a -> b
 ww   b wrote over what a had written        a -> b
 rw   b wrote what a had read before         a -> b      a did not see b
```

If the edges have no cycle, any order that follows them is a serial order with the same reads and the same
result: serialisable. A cycle is the proof of the opposite. Reads are intervals, so a row that was
*not* there counts (phantoms).

The question can be asked of transactions, which Convex answers with yes, or of whole calls: an action
is several transactions, and nothing holds those together.

Source: A. Adya, "Weak Consistency" (1999), direct serialization graphs.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Literal, TypeAlias

from labkit.harness.history import History, Read, Transaction
from minivex.values.order import decode_key

__all__ = ["Cycle", "Edge", "SerialOrder", "Unit", "serialisable"]


class Unit(Enum):
    """What has to fit into one serial order."""

    TRANSACTION = "transaction"
    CALL = "call"


Kind: TypeAlias = Literal["wr", "ww", "rw"]


@dataclass(frozen=True, slots=True)
class Edge:
    """``before`` has to come before ``after`` in every serial order, because of ``kind``."""

    before: str
    after: str
    kind: Kind
    index: str
    read: Read | None = None
    """What was read, for wr and rw."""

    document: str | None = None
    """The id of the document that both have to do with, where a key tells it."""

    op: str = ""
    """What the writer did to it; for ww, what the later writer did."""

    line: int | None = None
    """Where the reader read it; for ww, where the later writer wrote it."""


@dataclass(frozen=True, slots=True)
class SerialOrder:
    """The witness of yes: running the units in this order gives the same reads and results."""

    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cycle:
    """The witness of no: each unit of the cycle has to come before the next, and the last before the first."""

    edges: tuple[Edge, ...]


def serialisable(history: History, unit: Unit = Unit.TRANSACTION) -> SerialOrder | Cycle:
    """A serial order that explains ``history``, or a shortest cycle that rules one out.

    The serial order prefers commit order. A transaction is named ``call`` or, after the first one of its call,
    ``call/2``, ``call/3``, …; with `Unit.CALL` units are named by their call.

    Cost: O(t² · k log r) for t transactions with k written keys and r read intervals each.
    """
    settled = history.settled()
    names = _unit_names(settled, unit)
    edges: dict[tuple[str, str], Edge] = {}
    named = list(zip(names, settled, strict=True))
    for writer_name, writer in named:
        for name, other in named:
            if name != writer_name:
                for edge in _dependencies(writer_name, writer, name, other, history):
                    edges.setdefault((edge.before, edge.after), edge)
    order = tuple(dict.fromkeys(names[i] for i in _by_commit(settled)))
    return _shortest_cycle(order, edges) or SerialOrder(_sorted_by(order, edges))


def _unit_names(settled: tuple[Transaction, ...], unit: Unit) -> list[str]:
    if unit is Unit.CALL:
        return [each.call for each in settled]
    seen: dict[str, int] = {}
    names = []
    for each in settled:
        count = seen[each.call] = seen.get(each.call, 0) + 1
        names.append(each.call if count == 1 else f"{each.call}/{count}")
    return names


def _by_commit(settled: tuple[Transaction, ...]) -> list[int]:
    """Positions in the order in which the transactions took effect; reads take effect as they begin."""

    def effect(position: int) -> tuple[int, int, int]:
        each = settled[position]
        return (
            (each.begin_ts, 1, position)
            if each.commit_ts is None
            else (each.commit_ts, 0, position)
        )

    return sorted(range(len(settled)), key=effect)


def _dependencies(
    writer_name: str, writer: Transaction, name: str, other: Transaction, history: History
) -> Iterator[Edge]:
    """How ``other`` depends on the writes of ``writer``, what people understand first coming first."""
    if writer.commit_ts is None:
        return
    changed = history.keys.get(writer.commit_ts, {})
    over = _written_over(writer_name, writer, name, other, history)
    read = _clearest_read(other, changed)
    if read is not None:
        document = _document_in(read, changed)
        op = _op_on(writer, document)
        if writer.commit_ts > other.begin_ts:
            yield Edge(name, writer_name, "rw", read.index, read, document, op, read.line)
        elif over is not None and read.line in {write.line for write in other.writes}:
            yield over  # a patch looks its document up: that it wrote says more
        else:
            yield Edge(writer_name, name, "wr", read.index, read, document, op, read.line)
    if over is not None:
        yield over


def _written_over(
    writer_name: str, writer: Transaction, name: str, other: Transaction, history: History
) -> Edge | None:
    """The edge from ``writer`` to ``other``, if that wrote the same place later."""
    if writer.commit_ts is None or other.commit_ts is None or writer.commit_ts >= other.commit_ts:
        return None
    changed, theirs = history.keys[writer.commit_ts], history.keys.get(other.commit_ts, {})
    shared = sorted(
        (not index.endswith(".by_id"), index, key)
        for index in changed
        for key in changed[index] & theirs.get(index, frozenset())
    )
    if not shared:
        return None
    _, index, key = shared[0]
    document = _document_of(key)
    write = other.writes_of(document) if document is not None else None
    op, line = (write.op, write.line) if write is not None else ("", None)
    return Edge(writer_name, name, "ww", index, None, document, op, line)


def _clearest_read(reader: Transaction, changed: Mapping[str, frozenset[bytes]]) -> Read | None:
    """The first read of one document that holds a changed key, else the first read of a range that does."""
    found = [
        read
        for read in reader.reads
        if any(read.interval.covers(key) for key in changed.get(read.index, ()))
    ]
    return next((read for read in found if read.index.endswith(".by_id")), (*found, None)[0])


def _document_in(read: Read, changed: Mapping[str, frozenset[bytes]]) -> str | None:
    """The id of the changed document that lies in what was read; the first of several."""
    return _document_of(min(key for key in changed[read.index] if read.interval.covers(key)))


def _document_of(key: bytes) -> str | None:
    """The id that an index key ends with."""
    try:
        id = decode_key(key)[-1]
    except (ValueError, IndexError):
        return None
    return id if isinstance(id, str) else None


def _op_on(writer: Transaction, document: str | None) -> str:
    """What ``writer`` did to the document, all in all."""
    ops = [write.op for write in writer.writes if write.id == document]
    return "insert" if "insert" in ops else ops[-1] if ops else ""


def _shortest_cycle(order: tuple[str, ...], edges: Mapping[tuple[str, str], Edge]) -> Cycle | None:
    """A cycle with the fewest edges; among those, one that starts earliest in ``order``."""
    after: dict[str, list[str]] = {name: [] for name in order}
    for before, name in edges:
        after[before].append(name)
    best: list[str] | None = None
    for start in order:
        path = _way_back(start, after)
        if path is not None and (best is None or len(path) < len(best)):
            best = path
    if best is None:
        return None
    found = [edges[pair] for pair in pairwise(best)]
    # A read that did not see a write is what people understand first.
    first = next((at for at, edge in enumerate(found) if edge.kind == "rw"), 0)
    return Cycle((*found[first:], *found[:first]))


def _way_back(start: str, after: Mapping[str, list[str]]) -> list[str] | None:
    """The shortest path from ``start`` to itself, by breadth first search."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in after[here]:
            if there == start:
                path = [start, here]
                while here != start:
                    here = came_from[here]
                    path.append(here)
                return path[::-1]
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return None


def _sorted_by(order: tuple[str, ...], edges: Mapping[tuple[str, str], Edge]) -> tuple[str, ...]:
    """``order``, moved about as little as the edges ask for; the edges have no cycle."""
    left = list(order)
    result = []
    while left:
        free = next(
            name
            for name in left
            if not any((other, name) in edges for other in left if other != name)
        )
        left.remove(free)
        result.append(free)
    return tuple(result)
