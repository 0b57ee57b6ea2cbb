"""sqlite3 in memory: with a column for each field, with JSON documents, with a full-text index."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from tests.bench.adapter import Adapter, Conflict, OpenTransaction
from tests.bench.documents import Document

__all__ = ["Sqlite", "SqliteJson", "SqliteText"]

TRANSACTION = 100
COLUMNS = ("channel", "author", "score", "body", "done", "n", "seq")
INSERT = f"insert into m({', '.join(COLUMNS)}) values (?, ?, ?, ?, ?, ?, ?)"
READ_RANGE = """select * from m where channel = ? and score >= ? and score < ?
    order by score, _id limit ?"""


class Sqlite(Adapter):
    """A row is rebuilt into a document on every read."""

    table = "_id integer primary key, channel, author, score, body, done, n, seq"

    def open(self, documents: list[Document]) -> None:
        self._count = len(documents)
        self.database = sqlite3.connect(":memory:", isolation_level=None, cached_statements=256)
        execute = self.database.execute
        execute(f"create table m({self.table})")
        execute("create index by_channel on m(channel, score, _id)")
        execute("create index by_author on m(author, _id)")
        for start in range(0, len(documents), TRANSACTION):
            execute("begin")
            for document in documents[start : start + TRANSACTION]:
                self._add(document)
            execute("commit")

    def close(self) -> None:
        if hasattr(self, "database"):
            self.database.close()

    def bytes_used(self) -> int:
        """The pages of the database; tracemalloc does not see them."""
        (pages,) = self.database.execute("pragma page_count").fetchone()
        (size,) = self.database.execute("pragma page_size").fetchone()
        return int(pages * size)

    def ids(self) -> list[Any]:
        return list(range(1, self._count + 1))

    def insert(self, document: Document) -> Any:
        execute = self.database.execute
        is_nested = self.database.in_transaction
        execute("savepoint i" if is_nested else "begin immediate")
        id = self._add(document)
        execute("release i" if is_nested else "commit")
        return id

    def get(self, id: Any) -> Document:
        return self._documents(self.database.execute("select * from m where _id = ?", (id,)))[0]

    def range(self, channel: str, low: float, high: float, limit: int) -> list[Document]:
        return self._documents(self.database.execute(READ_RANGE, (channel, low, high, limit)))

    def scan(self) -> list[Document]:
        return self._documents(self.database.execute("select * from m where done order by _id"))

    def page(self, cursor: Any, size: int) -> tuple[list[Document], Any]:
        rows = self.database.execute(
            "select * from m where _id > ? order by _id limit ?", (cursor or 0, size)
        )
        documents = self._documents(rows)
        return documents, documents[-1]["_id"] if len(documents) == size else None

    def begin(self) -> OpenTransaction:
        return _CompareAndSet(self)

    def snapshot(self) -> Any:
        if self.database.in_transaction:  # savepoints are a stack: no jumping
            raise NotImplementedError
        self.database.execute("savepoint s")
        return "s"

    def restore(self, snapshot: Any) -> None:
        del snapshot
        self.database.execute("rollback to s")
        self.database.execute("release s")

    def _add(self, document: Document) -> Any:
        values = [document[name] for name in COLUMNS]
        return self.database.execute(INSERT, values).lastrowid

    def _documents(self, rows: Any) -> list[Document]:
        return [
            {
                "_id": id,
                "channel": channel,
                "author": author,
                "score": score,
                "body": body,
                "done": bool(done),
                "n": n,
                "seq": seq,
            }
            for id, channel, author, score, body, done, n, seq in rows
        ]


class _CompareAndSet(OpenTransaction):
    """Rows that were read must be the same at the commit. Ranges are not guarded at all."""

    def __init__(self, adapter: Sqlite) -> None:
        self._adapter = adapter
        self._seen: dict[Any, float] = {}
        self._written: dict[Any, Document] = {}

    def get(self, id: Any) -> Document:
        document = self._adapter.get(id)
        self._seen[id] = document["n"]
        return {**document, **self._written.get(id, {})}

    def patch(self, id: Any, fields: Document) -> None:
        if id not in self._seen:
            self.get(id)
        self._written[id] = fields

    def commit(self) -> None:
        database = self._adapter.database
        is_nested = database.in_transaction
        database.execute("savepoint t" if is_nested else "begin immediate")
        for id, n in self._seen.items():
            if not self._still(id, n):
                database.execute("rollback to t" if is_nested else "rollback")
                raise Conflict
        database.execute("release t" if is_nested else "commit")

    def _still(self, id: Any, n: float) -> bool:
        execute = self._adapter.database.execute
        if id in self._written:
            new = self._written[id]["n"]
            return execute("update m set n = ? where _id = ? and n = ?", (new, id, n)).rowcount > 0
        return execute("select 1 from m where _id = ? and n = ?", (id, n)).fetchone() is not None


class SqliteText(Sqlite):
    """With FTS5 over the bodies."""

    def open(self, documents: list[Document]) -> None:
        super().open(documents)
        execute = self.database.execute
        execute("create virtual table f using fts5(body, content='m', content_rowid='_id')")
        execute("insert into f(f) values('rebuild')")

    def search(self, text: str, limit: int) -> list[Document]:
        rows = self.database.execute(
            "select m.* from f join m on m._id = f.rowid where f match ? order by rank limit ?",
            (" OR ".join(text.split()), limit),
        )
        return self._documents(rows)


class SqliteJson(Sqlite):
    """One JSON text for each document, beside the columns that are indexed."""

    table = "_id integer primary key, channel, author, score, document"

    def begin(self) -> OpenTransaction:
        raise NotImplementedError

    def scan(self) -> list[Document]:
        rows = self.database.execute("select * from m order by _id")
        return [document for document in self._documents(rows) if document["done"]]

    def _add(self, document: Document) -> Any:
        values = [document[name] for name in ("channel", "author", "score")]
        return self.database.execute(
            "insert into m(channel, author, score, document) values (?, ?, ?, ?)",
            (*values, json.dumps(document)),
        ).lastrowid

    def _documents(self, rows: Any) -> list[Document]:
        found = []
        for id, *_, text in rows:
            document = json.loads(text)
            document["_id"] = id
            found.append(document)
        return found
