"""A contender with its documents: what a workload works on."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from tests.bench.adapter import Adapter
from tests.bench.clock import cpu_seconds
from tests.bench.documents import Document

__all__ = ["World"]


class World:
    """One contender in one process.

    ``live`` remembers for which live queries it was made, if for any, so that a repetition
    finds them.
    """

    def __init__(self, make: Callable[[], Adapter]) -> None:
        self.make = make
        self.adapter = make()
        self.documents: list[Document] = []
        self.ids: list[Any] = []
        self.live: Any = None

    @property
    def count(self) -> int:
        """How many documents were loaded."""
        return len(self.documents)

    def channel(self, number: int) -> str:
        """Some channel; neighbouring numbers have unrelated ones."""
        return str(self.documents[number * 7919 % self.count]["channel"])

    def id(self, number: int) -> Any:
        """Some id, in the same way."""
        return self.ids[number * 7919 % self.count]

    def fresh(self, documents: list[Document]) -> float:
        """Begin anew with ``documents``; microseconds that each of them took."""
        self.adapter.close()
        self.live = None
        self.documents = documents
        gc.collect()
        self.adapter = self.make()
        start = cpu_seconds()
        self.adapter.open(documents)
        return (cpu_seconds() - start) / max(1, len(documents)) * 1e6
