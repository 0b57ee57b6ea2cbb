"""What a run of a program remembers: what it saw, what it found last, what it inserted.

The engine's side and the model's side each fill one, and the two must come out the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from labkit.simulation.program import Count, Fields, Operand, Ref, SlotId, SlotTime, When
from minivex.values.value import Undefined, Value

__all__ = ["NONSENSE", "Memory", "Slot"]

NONSENSE = "no1d"
"""A text that is no id."""

Cursor = TypeVar("Cursor")

_MARKS = frozenset({Count, SlotId, SlotTime})


class Slot(NamedTuple):
    """A document that was there before the first move, or that was even then gone."""

    id: str
    creation: float
    table: str


class Memory(Generic[Cursor]):
    """The memory of one attempt. ``log`` has one entry for each thing that was seen."""

    __slots__ = ("count", "cursor", "last", "log", "own", "slots")

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.slots = slots
        self.log: list[str] = []
        self.own: list[str] = []
        self.last: list[str] = []
        self.count = 0
        self.cursor: Cursor | None = None

    def wants(self, when: When) -> bool:
        """Whether a line with this condition is taken."""
        return when == "always" or (when == "found") == bool(self.last)

    def id_of(self, ref: Ref) -> str:
        """The document that ``ref`` means by now."""
        kind, number = ref
        if kind == "nonsense":
            return NONSENSE
        known = self.own if kind == "own" else self.last if kind == "seen" else ()
        return known[number % len(known)] if known else self.slots[number % len(self.slots)].id

    def value_of(self, operand: Operand) -> Value | Undefined:
        """The value that stands for ``operand`` by now."""
        if type(operand) not in _MARKS:
            return operand  # type: ignore[return-value]
        if isinstance(operand, Count):
            return float(self.count)
        assert isinstance(operand, SlotId | SlotTime), "there are three marks"
        slot = self.slots[operand.number % len(self.slots)]
        return slot.id if isinstance(operand, SlotId) else slot.creation

    def filled(self, fields: Fields) -> dict[str, Value | Undefined]:
        """``fields`` with values in the place of marks."""
        return {name: self.value_of(operand) for name, operand in fields.items()}

    def found(self, ids: list[str], text: str) -> None:
        """Take note of the documents of a read."""
        self.last = ids
        self.count += len(ids)
        self.log.append(text)
