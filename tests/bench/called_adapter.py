"""The engine as an application uses it: every operation is a call of a function.

Around the transaction of ``engine_adapter.py`` comes what makes a function: its arguments are
copied and validated, it has a ``ctx`` and runs as a coroutine that pauses at each step, its
result is checked, weighed and copied, and a conflict would run it again.
"""

from __future__ import annotations

from typing import Any

from tests.bench.documents import Document
from tests.bench.engine_adapter import Engine, range_args

__all__ = ["Called"]


class Called(Engine):
    """minivex through functions with validated arguments."""

    def insert(self, document: Document) -> Any:
        return self.backend.run("bench:insert", {"message": document})

    def get(self, id: Any) -> Any:
        return self.backend.run("bench:get", {"id": id})

    def range(self, channel: str, low: float, high: float, limit: int) -> Any:
        return self.backend.run("bench:in_range", range_args(channel, low, high, limit))

    def scan(self) -> Any:
        return self.backend.run("bench:done")

    def page(self, cursor: Any, size: int) -> tuple[list[Document], Any]:
        found: Any = self.backend.run("bench:page", {"cursor": cursor, "size": size})
        return found["page"], None if found["isDone"] else found["continueCursor"]

    def insert_nested(self, document: Document) -> Any:
        return self.backend.run("bench:insert_order", {"order": document})

    def get_nested(self, id: Any) -> Any:
        return self.backend.run("bench:get_order", {"id": id})
