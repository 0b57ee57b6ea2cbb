"""TinyDB in memory: a list of documents, queries without indexes, and a cache of their answers."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from tests.bench.adapter import Adapter
from tests.bench.documents import Document

__all__ = ["Tiny"]

TRANSACTION = 100


class Tiny(Adapter):
    """Documents are handed out as they are stored, and a scan is answered from the cache."""

    def open(self, documents: list[Document]) -> None:
        module = import_module("tinydb")
        self._where = module.where
        self._database = module.TinyDB(storage=import_module("tinydb.storages").MemoryStorage)
        self._ids: list[Any] = []
        for start in range(0, len(documents), TRANSACTION):
            part = [one.copy() for one in documents[start : start + TRANSACTION]]
            self._ids += self._database.insert_multiple(part)

    def ids(self) -> list[Any]:
        return self._ids

    def insert(self, document: Document) -> Any:
        return self._database.insert(document.copy())

    def get(self, id: Any) -> Any:
        return self._database.get(doc_id=id)

    def range(self, channel: str, low: float, high: float, limit: int) -> list[Document]:
        where = self._where
        found: list[Any] = self._database.search(
            (where("channel") == channel) & (where("score") >= low) & (where("score") < high)
        )
        return sorted(found, key=lambda one: (one["score"], one.doc_id))[:limit]

    def scan(self) -> Any:
        return self._database.search(self._where("done") == True)  # noqa: E712 - it builds a query

    def page(self, cursor: Any, size: int) -> tuple[list[Document], Any]:
        start = cursor or 0
        documents = self._database.all()[start : start + size]
        return documents, start + size if len(documents) == size else None
