"""The engine under test, through the doors that labs and tests use.

Everything is on: args and documents are validated, limits are counted, results are checked
and copied. Transactions that several lanes interleave are driven without a handler, as the
engine's other front end does; ``schedules_as_calls`` is the same with handlers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minivex import Backend
from minivex.backend import functions_of
from minivex.errors import OptimisticConcurrencyConflict
from minivex.functions.determinism import SeededRandom
from minivex.txn.limits import LIMITS
from minivex.txn.query import QueryPlan, run_query
from minivex.txn.transaction import Transaction
from tests.bench import engine_functions
from tests.bench.adapter import Adapter, Conflict, OpenTransaction
from tests.bench.documents import Document

__all__ = ["Engine", "EngineWithSearch"]

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
        return self.backend.run("bench:insert", {"message": document})

    def get(self, id: Any) -> Any:
        return self.backend.run("bench:get", {"id": id})

    def range(self, channel: str, low: float, high: float, limit: int) -> Any:
        return self.backend.run("bench:in_range", _range_args(channel, low, high, limit))

    def scan(self) -> Any:
        return self.backend.run("bench:done")

    def page(self, cursor: Any, size: int) -> tuple[list[Document], Any]:
        found: Any = self.backend.run("bench:page", {"cursor": cursor, "size": size})
        return found["page"], None if found["isDone"] else found["continueCursor"]

    def search(self, text: str, limit: int) -> list[Document]:
        raise NotImplementedError

    def subscribe(
        self, channel: str, low: float, high: float, limit: int, callback: Callable[[object], None]
    ) -> object:
        args = _range_args(channel, low, high, limit)
        return self.backend.subscribe("bench:in_range", args, callback)

    def ask_again(self, channel: str) -> None:
        args = _range_args(channel, -1e5, 1e5, 20)
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
        return self.backend.run("bench:insert_order", {"order": document})

    def get_nested(self, id: Any) -> Any:
        return self.backend.run("bench:get_order", {"id": id})

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


class EngineWithSearch(Engine):
    """minivex with a text index over the bodies."""

    schema = engine_functions.search_schema

    def search(self, text: str, limit: int) -> Any:
        return self.backend.run("bench:search", {"words": text, "limit": limit})


class _Transaction(OpenTransaction):
    """A transaction of the engine, with limits and a read set."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._transaction = Transaction(
            backend.snapshots.pin(),
            now_ms=backend.clock.now_ms,
            random=SeededRandom(backend.next_seed()),
            limits=LIMITS,
        )

    def get(self, id: Any) -> Document:
        found = self._transaction.get("messages", id)
        assert found is not None, "nothing is deleted here"
        return found

    def range(self, channel: str, low: float, high: float, limit: int) -> list[Document]:
        conditions = (("eq", "channel", channel), ("gte", "score", low), ("lt", "score", high))
        return run_query(self._transaction, QueryPlan("messages", "by_channel", conditions), limit)

    def patch(self, id: Any, fields: Document) -> None:
        self._transaction.patch("messages", id, fields)

    def commit(self) -> None:
        try:
            self._backend.committer.commit(self._transaction)
        except OptimisticConcurrencyConflict:
            raise Conflict from None
        self._backend.committed()


def _range_args(channel: str, low: float, high: float, limit: int) -> dict[str, object]:
    return {"channel": channel, "low": low, "high": high, "limit": limit}


def _ignore(_: object) -> None:
    pass
