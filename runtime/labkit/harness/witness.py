"""The witness of a serialisability verdict, as people read it and as JSON.

```
 serial    It is as if bo had run before ada.
 cycle     ada read jobs#1 (line 22) before bo changed it, and ada wrote jobs#1 (line 24) over what bo had
           written: neither can come first.
```

First the calls are asked: could they have run whole, one after another? If not, the transactions are
asked. With the commit check they always could; without it the cycle is theirs.

Invariants: one sentence; a serial order explains every read and every stored document; a cycle names the
document, or the range and what came into it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labkit.harness.checkers import Cycle, Edge, SerialOrder, Unit, serialisable
from labkit.harness.history import History, Read
from labkit.harness.names import Names, listed
from labkit.harness.play import LETTERS, Lane
from minivex import Backend

__all__ = ["Witness", "lane_names", "witness_of"]


@dataclass(frozen=True, slots=True)
class Witness:
    """What shows that the calls could have run one after another, or that they could not."""

    found: SerialOrder | Cycle
    unit: Unit
    sentence: str
    edges: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The witness as timelines carry it; ``order`` is null for a cycle, and then ``edges`` are its proof."""
        order = list(self.found.order) if isinstance(self.found, SerialOrder) else None
        return {
            "unit": self.unit.value,
            "order": order,
            "edges": list(self.edges),
            "sentence": self.sentence,
        }


def witness_of(
    history: History, who: Mapping[str, str], names: Names, world: Backend
) -> Witness | None:
    """The witness of what ``history`` did to ``world``; None if fewer than two calls have done anything.

    ``who`` says what people call the lanes.

    Cost: that of `serialisable`, twice.
    """
    by_call = serialisable(history, Unit.CALL)
    if isinstance(by_call, SerialOrder):
        if len(by_call.order) <= 1:
            return None
        return Witness(by_call, Unit.CALL, _as_if([who.get(name, name) for name in by_call.order]))
    by_transaction = serialisable(history, Unit.TRANSACTION)
    found, unit = by_call, Unit.CALL
    if isinstance(by_transaction, Cycle):
        found, unit = by_transaction, Unit.TRANSACTION

    def text(read: Read) -> str:
        return names.range(world.describe_range(read.index, read.interval))

    words = _Words(who, names, text)
    parts = [words.edge(edge) for edge in found.edges]
    nobody = "neither" if len({edge.before for edge in found.edges}) <= 2 else "none of them"  # noqa: PLR2004 - both
    return Witness(
        found,
        unit,
        f"{', and '.join(parts)}: {nobody} can come first.",
        tuple(words.to_json(edge) for edge in found.edges),
    )


def lane_names(lanes: Sequence[Lane]) -> dict[str, str]:
    """What people call each lane: whoever makes its call, with the letter where a name is not enough."""
    names = [lane.name for lane in lanes]
    found = {}
    for letter, name in zip(LETTERS, names, strict=False):
        if name in ("", letter):
            found[letter] = f"lane {letter}"
        else:
            found[letter] = name if names.count(name) == 1 else f"{name} ({letter})"
    return found


def _as_if(order: Sequence[str]) -> str:
    if len(order) == 2:  # noqa: PLR2004 - two need no list
        return f"It is as if {order[0]} had run before {order[1]}."
    return f"It is as if {listed([*order[:-1], f'then {order[-1]}'])} had run one after the other."


@dataclass(frozen=True, slots=True)
class _Words:
    """How edges are said."""

    who: Mapping[str, str]
    names: Names
    text: Callable[[Read], str]

    def edge(self, edge: Edge) -> str:
        before, after = self._unit(edge.before), self._unit(edge.after)
        line = f" (line {edge.line})" if edge.line is not None else ""
        if edge.read is None:
            document = self._document(edge) or edge.index.partition(".")[0]
            return f"{after} wrote {document}{line} over what {before} had written"
        if edge.kind == "rw":
            return f"{before} read {self._place(edge)}{line} before {after} {self._did(edge, '')}"
        return f"{after} read {self._place(edge)}{line} after {before} had {self._did(edge, 'had')}"

    def to_json(self, edge: Edge) -> dict[str, Any]:
        return {
            "before": edge.before.partition("/")[0],
            "after": edge.after.partition("/")[0],
            "kind": edge.kind,
            "index": edge.index,
            "range": self.text(edge.read) if edge.read is not None else None,
            "document": self._document(edge),
            "line": edge.line,
            "sentence": self.edge(edge),
        }

    def _unit(self, name: str) -> str:
        """``a`` is ada; ``a/2`` is the second transaction of ada's call."""
        letter, _, number = name.partition("/")
        who = self.who.get(letter, letter)
        return f"{who} (transaction {number})" if number else who

    def _document(self, edge: Edge) -> str | None:
        return self.names.id(edge.document) if edge.document is not None else None

    def _place(self, edge: Edge) -> str:
        """What was read: the one document, or the range."""
        assert edge.read is not None, "wr and rw begin or end with a read"
        document = self._document(edge)
        if edge.index.endswith(".by_id") and edge.read.documents and document is not None:
            return document
        return f"{edge.index} {self.text(edge.read)}"

    def _did(self, edge: Edge, auxiliary: str) -> str:
        """What the writer did to the place: ``changed it``, ``inserted jobs#3 there``."""
        document = self._document(edge)
        is_document = document is not None and self._place(edge) == document
        verb = {"insert": "inserted", "delete": "deleted"}.get(edge.op, "changed")
        if is_document:
            return f"{verb} it"
        if document is None:
            return "wrote there" if not auxiliary else "written there"
        return f"{verb} {document} there"
