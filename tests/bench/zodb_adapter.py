"""ZODB with BTrees in memory: Python objects with optimistic transactions, a bucket at a time.

Differs from a peer of equal strength: it notices conflicts by bucket and by written object, not
by what was read.
"""

from __future__ import annotations

import logging
from importlib import import_module
from itertools import islice
from typing import Any

from tests.bench.adapter import Adapter, Conflict, OpenTransaction
from tests.bench.documents import Document

__all__ = ["Zodb"]

TRANSACTION = 100


class Zodb(Adapter):
    """Documents in a tree by number, and a set of tuples for each index."""

    def open(self, documents: list[Document]) -> None:
        logging.disable(logging.CRITICAL)
        storage = import_module("ZODB.MappingStorage").MappingStorage()
        self._database = import_module("ZODB").DB(storage, pool_size=200, cache_size=2_000_000)
        self._idle: list[Any] = []
        self._manager, self._connection = self.connect()
        root = self._connection.root()
        sets = import_module("BTrees.OOBTree").OOTreeSet
        root["documents"] = import_module("BTrees.LOBTree").LOBTree()
        root["by_channel"], root["by_author"] = sets(), sets()
        self._manager.commit()
        self._count = self._next = len(documents)
        for start in range(0, len(documents), TRANSACTION):
            for position, document in enumerate(documents[start : start + TRANSACTION], start + 1):
                self._add(position, document)
            self._manager.commit()

    def connect(self) -> Any:
        """A transaction manager and a connection that it manages."""
        if hasattr(self, "_idle") and self._idle:
            return self._idle.pop()
        manager = import_module("transaction").TransactionManager(explicit=False)
        return manager, self._database.open(manager)

    def give_back(self, manager: Any, connection: Any) -> None:
        """Let another transaction have a connection."""
        self._idle.append((manager, connection))

    def close(self) -> None:
        if hasattr(self, "_database"):
            self._database.close()

    def ids(self) -> list[Any]:
        return list(range(1, self._count + 1))

    def insert(self, document: Document) -> Any:
        self._manager.begin()
        self._next += 1
        self._add(self._next, document)
        self._manager.commit()
        return self._next

    def get(self, id: Any) -> Document:
        found: Document = self._newest()["documents"][id].copy()
        return found

    def range(self, channel: str, low: float, high: float, limit: int) -> list[Document]:
        return read_range(self._newest(), channel, low, high, limit)

    def scan(self) -> list[Document]:
        return [one.copy() for one in self._newest()["documents"].values() if one["done"]]

    def page(self, cursor: Any, size: int) -> tuple[list[Document], Any]:
        rows = self._newest()["documents"].values(cursor, excludemin=cursor is not None)
        documents = [one.copy() for one in islice(rows, size)]
        return documents, documents[-1]["_id"] if len(documents) == size else None

    def begin(self) -> OpenTransaction:
        manager, connection = self.connect()
        manager.begin()
        return _Transaction(self, manager, connection)

    def reset(self, ids: list[Any]) -> None:
        documents = self._newest()["documents"]
        for id in ids:
            documents[id] = {**documents[id], "n": 0.0}
        self._manager.commit()

    def _newest(self) -> Any:
        self._manager.begin()
        return self._connection.root()

    def _add(self, id: int, document: Document) -> None:
        root = self._connection.root()
        root["documents"][id] = {**document, "_id": id}
        root["by_channel"].insert((document["channel"], document["score"], id))
        root["by_author"].insert((document["author"], id))


class _Transaction(OpenTransaction):
    def __init__(self, adapter: Zodb, manager: Any, connection: Any) -> None:
        self._adapter = adapter
        self._manager = manager
        self._connection = connection

    def get(self, id: Any) -> Document:
        found: Document = self._connection.root()["documents"][id].copy()
        return found

    def range(self, channel: str, low: float, high: float, limit: int) -> list[Document]:
        return read_range(self._connection.root(), channel, low, high, limit)

    def patch(self, id: Any, fields: Document) -> None:
        documents = self._connection.root()["documents"]
        documents[id] = {**documents[id], **fields}

    def commit(self) -> None:
        conflict = import_module("ZODB.POSException").ConflictError
        try:
            self._manager.commit()
        except conflict:
            self._manager.abort()
            raise Conflict from None
        finally:
            self._adapter.give_back(self._manager, self._connection)


def read_range(root: Any, channel: str, low: float, high: float, limit: int) -> list[Document]:
    """The documents of a channel with ``low <= score < high``, in order."""
    keys = root["by_channel"].keys((channel, low), (channel, high), False, True)
    return [root["documents"][key[2]].copy() for key in islice(keys, limit)]
