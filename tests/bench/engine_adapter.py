"""The engine under test where the peers are measured: one operation in a transaction of its own.

All that a transaction does is on: documents are checked against the schema and weighed, limits
are counted, reads are recorded, results are copies, live queries hear of commits. There is no
function around it, as there is none around a statement of sqlite3; ``called_adapter.py`` has one.
Live queries and scheduled jobs are functions here too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minivex import Backend
from minivex.backend import functions_of
from minivex.errors import OptimisticConcurrencyConflict
from minivex.functions.determinism import SeededRandom
from minivex.txn.filter import parse_filter
from minivex.txn.limits import LIMITS
from minivex.txn.page import PageOptions, QueryJournal, read_page
from minivex.txn.query import QueryPlan, run_query
from minivex.txn.transaction import Transaction
from tests.bench import engine_functions
from tests.bench.adapter import Adapter, Conflict, OpenTransaction
from tests.bench.documents import Document

__all__ = ["Engine", "EngineWithSearch", "range_args"]

TRANSACTION = 100
FUNCTIONS = functions_of(vars(engine_functions), "bench")


class Engine(Adapter):
    """minivex without a text index."""

    schema = engine_functions.plain_schema

    def open(self, documents: list[Document]) -> None:
        self.backend = Backend(schema=self.schema, functions=FUNCTIONS, seed=1)
        self._ids: list[str] = []
        for start in range(0, len(documents), TRANSACTION):
            self._ids += self.backend.load("messages", documents[start : start + TRANSACTION])

    def ids(self) -> list[Any]:
        return self._ids

    def insert(self, document: Document) -> Any:
        return self._insert("messages", document)

    def get(self, id: Any) -> Any:
        return self._get("messages", id)

    def range(self, channel: str, low: float, high: float, limit: int) -> Any:
        return self._query(range_plan(channel, low, high), limit)

    def scan(self) -> Any:
        is_done = parse_filter(lambda q: q.eq(q.field("done"), True))
        return self._query(QueryPlan("messages", filters=(is_done,)), None)

    def page(self, cursor: Any, size: int) -> tuple[list[Document], Any]:
        options = PageOptions(size, cursor, None, None, None)
        transaction = begun(self.backend)
        found: Any = read_page(transaction, QueryPlan("messages"), options, QueryJournal())
        self.backend.snapshots.release(transaction.snapshot)
        return found["page"], None if found["isDone"] else found["continueCursor"]

    def search(self, text: str, limit: int) -> list[Document]:
        raise NotImplementedError

    def subscribe(
        self, channel: str, low: float, high: float, limit: int, callback: Callable[[object], None]
    ) -> object:
        args = range_args(channel, low, high, limit)
        return self.backend.subscribe("bench:in_range", args, callback)

    def ask_again(self, channel: str) -> None:
        args = range_args(channel, -1e5, 1e5, 20)
        self.backend.subscribe("bench:in_range", args, _ignore).unsubscribe()

    def begin(self) -> OpenTransaction:
        return _Transaction(self.backend)

    def snapshot(self) -> Any:
        return self.backend.fork()

    def restore(self, snapshot: Any) -> None:
        self.backend = snapshot.fork()

    def open_nested(self, documents: list[Document]) -> None:
        self.backend.load("orders", documents)

    def insert_nested(self, document: Document) -> Any:
        return self._insert("orders", document)

    def get_nested(self, id: Any) -> Any:
        return self._get("orders", id)

    def run_jobs(self, count: int) -> int:
        self.backend.run("bench:schedule", {"count": count})
        return self.backend.run_due()

    def play(self, order: tuple[int, ...]) -> int:
        """Let calls of ``add_both`` move in this order; how often they began altogether.

        Each has five moves: begin, three steps, commit. A call that conflicts is left there.
        """
        first, second = self._ids[:2]
        args = {"id": first, "other": second}
        calls = [
            self.backend.start("bench:add_both", {**args, "own": first if lane else second})
            for lane in range(max(order) + 1)
        ]
        for lane in order:
            calls[lane].move()
        return sum(call.attempts for call in calls)

    def _get(self, table: str, id: Any) -> Any:
        transaction = begun(self.backend)
        found = transaction.get(table, id)
        self.backend.snapshots.release(transaction.snapshot)
        return found

    def _query(self, plan: QueryPlan, limit: int | None) -> list[Document]:
        transaction = begun(self.backend)
        found = run_query(transaction, plan, limit)
        self.backend.snapshots.release(transaction.snapshot)
        return found

    def _insert(self, table: str, document: Document) -> str:
        backend = self.backend
        transaction = begun(backend)
        id = transaction.insert(table, document)
        backend.committer.commit(transaction)
        backend.committed()
        return id


class EngineWithSearch(Engine):
    """minivex with a text index over the bodies."""

    schema = engine_functions.search_schema

    def search(self, text: str, limit: int) -> Any:
        conditions = (("search", "body", text),)
        return self._query(QueryPlan("messages", "search_body", search=conditions), limit)


class _Transaction(OpenTransaction):
    """A transaction of the engine, with limits and a read set."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._transaction = begun(backend)

    def get(self, id: Any) -> Document:
        found = self._transaction.get("messages", id)
        assert found is not None, "nothing is deleted here"
        return found

    def range(self, channel: str, low: float, high: float, limit: int) -> list[Document]:
        return run_query(self._transaction, range_plan(channel, low, high), limit)

    def patch(self, id: Any, fields: Document) -> None:
        self._transaction.patch("messages", id, fields)

    def commit(self) -> None:
        try:
            self._backend.committer.commit(self._transaction)
        except OptimisticConcurrencyConflict:
            raise Conflict from None
        self._backend.committed()


def begun(backend: Backend) -> Transaction:
    """A transaction with the limits of a function's."""
    return Transaction(
        backend.snapshots.pin(),
        now_ms=backend.clock.now_ms,
        random=SeededRandom(backend.next_seed()),
        limits=LIMITS,
    )


def range_plan(channel: str, low: float, high: float) -> QueryPlan:
    """The query for a channel's documents with ``low <= score < high``."""
    conditions = (("eq", "channel", channel), ("gte", "score", low), ("lt", "score", high))
    return QueryPlan("messages", "by_channel", conditions)


def range_args(channel: str, low: float, high: float, limit: int) -> dict[str, object]:
    """The arguments of the function that does the same."""
    return {"channel": channel, "low": low, "high": high, "limit": limit}


def _ignore(_: object) -> None:
    pass
