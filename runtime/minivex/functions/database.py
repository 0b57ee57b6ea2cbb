"""``ctx.db``: every method makes a step, or builds a query whose ending makes one.

::

    ctx.db.query("jobs")                          can be read again and again
      .with_index("by_status", lambda q: …)       a query: used up by one chained call …
      .order("desc").filter(lambda q: …)
      .take(5)                                    … or by one ending, which is a step

``collect``, ``take``, ``first`` and ``unique`` are one step each; ``async for`` is one
step per document, and reads only what it has reached.

Source: docs "Reading Data" and "Writing Data";
npm-packages/convex/src/server/impl/database_impl.ts and query_impl.ts.
Differs: Convex's client fetches the documents of ``collect`` one by one. All come from
one snapshot, so nothing can happen in between that the function could notice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NoReturn

from minivex.errors import DeveloperError, IndexRangeError, InvalidArgumentError, QueryReuseError
from minivex.functions.step import Step, StepLog
from minivex.index.index_key import Document
from minivex.index.index_range import IndexRangeBuilder
from minivex.txn.filter import compile_filter
from minivex.txn.query import QueryPlan, QueryScan, run_query, run_unique
from minivex.txn.transaction import Transaction

__all__ = ["DatabaseReader", "DatabaseWriter", "Query", "QueryInitializer"]

OPERATORS_MAX: Final = 256

_ABSENT: Final = object()


class Query:
    """A query that is being built, and then read once."""

    __slots__ = ("_log", "_plan", "_scan", "_state", "_transaction")

    def __init__(self, transaction: Transaction, log: StepLog, plan: QueryPlan) -> None:
        self._transaction = transaction
        self._log = log
        self._plan = plan
        self._state = "building"
        self._scan: QueryScan | None = None

    def order(self, order: str) -> Query:
        """Read in the order of the index (``"asc"``) or backwards (``"desc"``)."""
        plan = self._take_plan()
        if plan.order is not None:
            raise QueryReuseError("Queries may only specify order at most once")
        if order not in ("asc", "desc"):
            raise InvalidArgumentError(f'order takes "asc" or "desc", and got {order!r}.')
        return Query(self._transaction, self._log, plan._replace(order=order))

    def filter(self, predicate: Callable[..., object]) -> Query:
        """Drop rows after they were read: the range that is scanned stays the same."""
        test = compile_filter(predicate)
        plan = self._take_plan()
        if len(plan.filters) >= OPERATORS_MAX:
            raise DeveloperError(f"Can't construct query with more than {OPERATORS_MAX} operators")
        return Query(self._transaction, self._log, plan._replace(filters=(*plan.filters, test)))

    def with_index(self, name: str, *_range: object) -> NoReturn:
        """Refuse: the index comes first."""
        raise QueryReuseError(
            f"with_index({name!r}) comes right after ctx.db.query(…): "
            "choose the index first, then order and filter."
        )

    def collect(self) -> Step[list[Document]]:
        """All documents. The whole range is read."""
        self._start()
        return Step(self._log, "1.0/queryStream", self, "collect", self._read_all)

    def take(self, n: int) -> Step[list[Document]]:
        """The first ``n`` documents. The read ends at the last of them."""
        limit = _count(n)
        self._start()
        return Step(self._log, "1.0/queryStream", self, "take", self._read, limit)

    def first(self) -> Step[Document | None]:
        """The first document, or ``None``."""
        self._start()
        return Step(self._log, "1.0/queryStream", self, "first", self._read_first)

    def unique(self) -> Step[Document | None]:
        """The only document, or ``None``; two documents are an error."""
        self._start()
        return Step(self._log, "1.0/queryStream", self, "unique", self._read_unique)

    def __aiter__(self) -> Query:
        if self._state == "reading":
            raise QueryReuseError("Iteration can only begin on a query once.")
        self._start()
        self._state = "reading"
        return self

    def __anext__(self) -> Step[Document]:
        return Step(self._log, "1.0/queryStreamNext", self, "next", self._read_next)

    def __repr__(self) -> str:
        plan = self._plan
        text = f"ctx.db.query({plan.table!r})"
        if plan.label != "by_creation_time" or plan.conditions:
            text += f".with_index({plan.label!r})"
        if plan.order is not None:
            text += f".order({plan.order!r})"
        return text + ".filter(…)" * len(plan.filters)

    def _take_plan(self) -> QueryPlan:
        if self._state != "building":
            raise QueryReuseError(
                "A query can only be chained once and can't be chained after iteration begins."
            )
        self._state = "chained"
        return self._plan

    def _start(self) -> None:
        if self._state == "chained":
            raise QueryReuseError(
                "This query has been chained with another operator and can't be reused."
            )
        if self._state != "building":
            raise QueryReuseError("This query is closed and can't emit any more values.")
        self._state = "closed"

    def _read(self, limit: int) -> list[Document]:
        return run_query(self._transaction, self._plan, limit)

    def _read_all(self) -> list[Document]:
        return run_query(self._transaction, self._plan)

    def _read_first(self) -> Document | None:
        found = run_query(self._transaction, self._plan, 1)
        return found[0] if found else None

    def _read_unique(self) -> Document | None:
        return run_unique(self._transaction, self._plan)

    def _read_next(self) -> Document:
        if self._scan is None:
            self._scan = QueryScan(self._transaction, self._plan)
        document = self._scan.next()
        if document is None:
            raise StopAsyncIteration
        return document


class QueryInitializer:
    """A table to query. Unlike what is built from it, it can be used any number of times."""

    __slots__ = ("_log", "_table", "_transaction")

    def __init__(self, transaction: Transaction, log: StepLog, table: str) -> None:
        self._transaction = transaction
        self._log = log
        self._table = table

    def with_index(
        self, name: str, range: Callable[[IndexRangeBuilder], IndexRangeBuilder] | None = None
    ) -> Query:
        """Read through an index, and only the part of it that ``range`` describes.

        Raises: IndexRangeError, if ``range`` does not return what ``q`` builds.
        """
        if type(name) is not str:
            raise InvalidArgumentError("Must provide arg 1 `indexName` to `withIndex`")
        builder = IndexRangeBuilder()
        if range is not None:
            built = range(builder)
            if type(built) is not IndexRangeBuilder:
                raise IndexRangeError(
                    f"The range of with_index({name!r}) returned {built!r}. "
                    'Return what q builds, such as lambda q: q.eq("field", value).'
                )
            builder = built
        plan = QueryPlan(self._table, name, builder.finish())
        return Query(self._transaction, self._log, plan)

    def full_table_scan(self) -> Query:
        """Read every document, oldest first."""
        return Query(self._transaction, self._log, QueryPlan(self._table))

    def order(self, order: str) -> Query:
        """Read every document in the order of creation, or backwards."""
        return self.full_table_scan().order(order)

    def filter(self, predicate: Callable[..., object]) -> Query:
        """Read every document and drop some."""
        return self.full_table_scan().filter(predicate)

    def collect(self) -> Step[list[Document]]:
        """All documents."""
        query = self.full_table_scan()
        return Step(self._log, "1.0/queryStream", query, "collect", query._read_all)

    def take(self, n: int) -> Step[list[Document]]:
        """The ``n`` oldest documents."""
        limit = _count(n)
        query = self.full_table_scan()
        return Step(self._log, "1.0/queryStream", query, "take", query._read, limit)

    def first(self) -> Step[Document | None]:
        """The oldest document, or ``None``."""
        query = self.full_table_scan()
        return Step(self._log, "1.0/queryStream", query, "first", query._read_first)

    def unique(self) -> Step[Document | None]:
        """The only document of the table, or ``None``."""
        query = self.full_table_scan()
        return Step(self._log, "1.0/queryStream", query, "unique", query._read_unique)

    def __aiter__(self) -> Query:
        return self.full_table_scan().__aiter__()

    def __repr__(self) -> str:
        return f"ctx.db.query({self._table!r})"


class DatabaseReader:
    """``ctx.db`` of a query."""

    __slots__ = ("_log", "_transaction")

    def __init__(self, transaction: Transaction, log: StepLog) -> None:
        self._transaction = transaction
        self._log = log

    def get(self, table_or_id: object, id: object = _ABSENT) -> Step[Document | None]:
        """``get(table, id)`` or ``get(id)``: the document, or ``None``."""
        get = self._transaction.get
        if id is _ABSENT:
            return Step(self._log, "1.0/get", "ctx.db", "get", get, None, table_or_id)
        return Step(self._log, "1.0/get", "ctx.db", "get", get, table_or_id, id)

    def query(self, table: str) -> QueryInitializer:
        """Begin a query over ``table``. Nothing is read yet."""
        if type(table) is not str:
            raise InvalidArgumentError("Must provide arg 1 `tableName` to `query`")
        if table.startswith("_"):
            raise InvalidArgumentError("System tables can only be accessed from db.system.query().")
        return QueryInitializer(self._transaction, self._log, table)

    def normalize_id(self, table: str, id: str) -> str | None:
        """``id``, if it is an id of ``table``, else ``None``. Not a step: nothing is read."""
        return self._transaction.normalize_id(table, id)

    def __getattr__(self, name: str) -> NoReturn:
        if name in ("insert", "patch", "replace", "delete"):
            raise DeveloperError(
                f"A query only reads, so its ctx.db has no {name}. Move the write to a mutation."
            )
        raise AttributeError(name)


class DatabaseWriter(DatabaseReader):
    """``ctx.db`` of a mutation."""

    __slots__ = ()

    def insert(self, table: str, value: object = None) -> Step[str]:
        """Add a document; the result is its id."""
        return Step(
            self._log, "1.0/insert", "ctx.db", "insert", self._transaction.insert, table, value
        )

    def patch(
        self, table_or_id: object, id_or_value: object = None, value: object = _ABSENT
    ) -> Step[None]:
        """``patch(table, id, fields)`` or ``patch(id, fields)``: merge fields, one level deep."""
        patch = self._transaction.patch
        if value is _ABSENT:
            return Step(
                self._log,
                "1.0/shallowMerge",
                "ctx.db",
                "patch",
                patch,
                None,
                table_or_id,
                id_or_value,
            )
        return Step(
            self._log, "1.0/shallowMerge", "ctx.db", "patch", patch, table_or_id, id_or_value, value
        )

    def replace(
        self, table_or_id: object, id_or_value: object = None, value: object = _ABSENT
    ) -> Step[None]:
        """``replace(table, id, document)`` or ``replace(id, document)``: new fields for a document."""
        replace = self._transaction.replace
        if value is _ABSENT:
            return Step(
                self._log,
                "1.0/replace",
                "ctx.db",
                "replace",
                replace,
                None,
                table_or_id,
                id_or_value,
            )
        return Step(
            self._log, "1.0/replace", "ctx.db", "replace", replace, table_or_id, id_or_value, value
        )

    def delete(self, table_or_id: object, id: object = _ABSENT) -> Step[None]:
        """``delete(table, id)`` or ``delete(id)``: remove a document."""
        delete = self._transaction.delete
        if id is _ABSENT:
            return Step(self._log, "1.0/remove", "ctx.db", "delete", delete, None, table_or_id)
        return Step(self._log, "1.0/remove", "ctx.db", "delete", delete, table_or_id, id)


def _count(n: object) -> int:
    """``n`` as a number of documents; ``3.0`` is one, because numbers are doubles."""
    if isinstance(n, float) and n.is_integer():
        n = int(n)
    if type(n) is not int or n < 0:
        raise InvalidArgumentError("Arg 1 `n` to `take` must be a non-negative integer")
    return n
