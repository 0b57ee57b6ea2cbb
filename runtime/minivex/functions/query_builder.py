"""``ctx.db.query(…)``: a query is built by chaining, and read by one ending, which is a step.

::

    ctx.db.query("jobs")                          can be read again and again
      .with_index("by_status", lambda q: …)       a query: used up by one chained call …
      .order("desc").filter(lambda q: …)
      .take(5)                                    … or by one ending

``collect``, ``take``, ``first``, ``unique`` and ``paginate`` are one step each; ``async for``
is one step per document, and reads only what it has reached.

Source: docs "Reading Data"; npm-packages/convex/src/server/impl/query_impl.ts.
Differs: Convex's client fetches the documents of ``collect`` one by one. All come from
one snapshot, so nothing can happen in between that the function could notice.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Final, NoReturn

from minivex.errors import (
    DeveloperError,
    IndexRangeError,
    InvalidArgumentError,
    QueryReuseError,
    SearchError,
)
from minivex.functions.step import Step, StepLog
from minivex.index.index_key import Document
from minivex.index.index_range import IndexRangeBuilder
from minivex.index.text_filter import TextFilterBuilder
from minivex.txn.filter import FilterBuilder, parse_filter
from minivex.txn.page import PageOptions, QueryJournal, page_options, read_page
from minivex.txn.query import QueryPlan, QueryScan, run_query, run_unique
from minivex.txn.transaction import Transaction
from minivex.values.value import Value

__all__ = ["Query", "QueryInitializer"]

OPERATORS_MAX: Final = 256

_PAGE: Final = "1.0/queryPage"
_OPEN: Final = "1.0/queryStream"
_NEXT: Final = "1.0/queryStreamNext"
_CLOSED: Final = "This query is closed and can't emit any more values."


class _Reading:
    """A plan and the transaction it reads in: what the steps of a query perform."""

    __slots__ = ("is_at_end", "journal", "plan", "scan", "transaction")

    def __init__(self, transaction: Transaction, plan: QueryPlan, journal: QueryJournal) -> None:
        self.transaction = transaction
        self.plan = plan
        self.journal = journal
        self.scan: QueryScan | None = None
        self.is_at_end = False

    def all(self) -> list[Document]:
        return run_query(self.transaction, self.plan)

    def take(self, limit: int) -> list[Document]:
        return run_query(self.transaction, self.plan, limit)

    def first(self) -> Document | None:
        found = run_query(self.transaction, self.plan, 1)
        return found[0] if found else None

    def unique(self) -> Document | None:
        return run_unique(self.transaction, self.plan)

    def page(self, options: PageOptions) -> dict[str, Value]:
        return read_page(self.transaction, self.plan, options, self.journal)

    def next(self) -> Document:
        if self.scan is None:
            self.scan = QueryScan(self.transaction, self.plan)
        document = self.scan.next()
        if document is None:
            self.is_at_end = True
            raise StopAsyncIteration
        return document

    def __repr__(self) -> str:
        plan = self.plan
        text = f"ctx.db.query({plan.table!r})"
        if plan.search is not None:
            text += f".with_search_index({plan.label!r})"
        elif plan.label != "by_creation_time" or plan.conditions:
            text += f".with_index({plan.label!r})"
        if plan.order is not None:
            text += f".order({plan.order!r})"
        return text + ".filter(…)" * len(plan.filters)


class _Next:
    """The step to the next document, awaited through one generator however often it is asked for.

    ``await anext(query, None)`` asks for it anew with each thing that it passes on.
    """

    __slots__ = ("_waiting",)

    def __init__(self, step: Step[Document]) -> None:
        self._waiting = step.__await__()

    def __await__(self) -> Generator[Step[Document], Document, Document]:
        return self._waiting


class Query:
    """A query that is being built, and then read once."""

    __slots__ = ("_log", "_reading", "_state")

    def __init__(self, log: StepLog, reading: _Reading) -> None:
        self._log = log
        self._reading = reading
        self._state = "building"

    def order(self, order: str) -> Query:
        """Read in the order of the index (``"asc"``) or backwards (``"desc"``).

        Raises: QueryReuseError, for a second order, a used query or a search; InvalidArgumentError.
        """
        plan = self._take_plan()
        if plan.search is not None:
            raise QueryReuseError(
                "Search queries must always be in relevance order. Can not set order manually."
            )
        if plan.order is not None:
            raise QueryReuseError("Queries may only specify order at most once")
        if order not in ("asc", "desc"):
            raise InvalidArgumentError(f'order takes "asc" or "desc", and got {order!r}.')
        return self._chained(plan._replace(order=order))

    def filter(self, predicate: Callable[[FilterBuilder], object]) -> Query:
        """Drop rows after they were read: the range that is scanned stays the same.

        Raises: DeveloperError, for a predicate that is none, or too many of them; QueryReuseError.
        """
        parsed = parse_filter(predicate)
        plan = self._take_plan()
        if len(plan.filters) >= OPERATORS_MAX:
            raise DeveloperError(f"Can't construct query with more than {OPERATORS_MAX} operators")
        return self._chained(plan._replace(filters=(*plan.filters, parsed)))

    def with_index(self, name: str, *_range: object) -> NoReturn:
        """Refuse: the index comes first."""
        raise QueryReuseError(
            f"with_index({name!r}) comes right after ctx.db.query(…): "
            "choose the index first, then order and filter."
        )

    def collect(self) -> Step[list[Document]]:
        """All documents. The whole range is read."""
        self._start()
        reading = self._reading
        return Step(self._log, _OPEN, reading, "collect", reading.all)

    def take(self, n: int) -> Step[list[Document]]:
        """The first ``n`` documents. The read ends at the last of them."""
        limit = _count(n)
        self._take_plan()
        reading = self._reading
        return Step(self._log, _OPEN, reading, "take", reading.take, limit)

    def first(self) -> Step[Document | None]:
        """The first document, or ``None``."""
        self._take_plan()
        reading = self._reading
        return Step(self._log, _OPEN, reading, "first", reading.first)

    def unique(self) -> Step[Document | None]:
        """The only document, or ``None``; two documents are an error."""
        self._take_plan()
        reading = self._reading
        return Step(self._log, _OPEN, reading, "unique", reading.unique)

    def paginate(self, options: object = None, **keywords: object) -> Step[dict[str, Value]]:
        """One page: at most ``numItems`` documents after ``cursor``, which is None at first.

        ``options`` is what a client sends as ``paginationOpts``. By keywords it reads
        ``paginate(num_items=5, cursor=None)``; ``end_cursor``, ``maximum_rows_read`` and
        ``maximum_bytes_read`` are optional. The result is a dict with the keys ``page``,
        ``isDone``, ``continueCursor``, ``splitCursor`` and ``pageStatus``.
        """
        parsed = page_options(options, keywords)
        self._take_plan()
        reading = self._reading
        return Step(self._log, _PAGE, reading, "paginate", reading.page, parsed)

    def __aiter__(self) -> Query:
        if self._state == "reading" and not self._reading.is_at_end:
            raise QueryReuseError("Iteration can only begin on a query once.")
        self._start()
        self._state = "reading"
        return self

    def __anext__(self) -> _Next:
        reading = self._reading
        if reading.is_at_end:
            raise QueryReuseError(_CLOSED)
        return _Next(Step(self._log, _NEXT, reading, "next", reading.next))

    def __repr__(self) -> str:
        return repr(self._reading)

    def _chained(self, plan: QueryPlan) -> Query:
        reading = self._reading
        return Query(self._log, _Reading(reading.transaction, plan, reading.journal))

    def _take_plan(self) -> QueryPlan:
        if self._state != "building":
            raise QueryReuseError(
                "A query can only be chained once and can't be chained after iteration begins."
            )
        self._state = "chained"
        return self._reading.plan

    def _start(self) -> None:
        if self._state == "chained":
            raise QueryReuseError(
                "This query has been chained with another operator and can't be reused."
            )
        if self._state != "building":
            raise QueryReuseError(_CLOSED)
        self._state = "closed"


class QueryInitializer:
    """A table to query. Unlike what is built from it, it can be used any number of times."""

    __slots__ = ("_journal", "_log", "_table", "_transaction")

    def __init__(
        self, transaction: Transaction, log: StepLog, journal: QueryJournal, table: str
    ) -> None:
        self._transaction = transaction
        self._log = log
        self._journal = journal
        self._table = table

    def with_index(
        self,
        name: str,
        index_range: Callable[[IndexRangeBuilder], IndexRangeBuilder] | None = None,
    ) -> Query:
        """Read through an index, and only the part of it that ``index_range`` describes.

        Raises: IndexRangeError, if ``index_range`` does not return what ``q`` builds.
        """
        if type(name) is not str:
            raise InvalidArgumentError("Must provide arg 1 `indexName` to `withIndex`")
        builder = IndexRangeBuilder()
        if index_range is not None:
            built = index_range(builder)
            if type(built) is not IndexRangeBuilder:
                raise IndexRangeError(
                    f"The range of with_index({name!r}) returned {built!r}. "
                    'Return what q builds, such as lambda q: q.eq("field", value).'
                )
            builder = built
        plan = QueryPlan(self._table, name, builder.finish())
        return Query(self._log, _Reading(self._transaction, plan, self._journal))

    def with_search_index(
        self, name: str, search_filter: Callable[[TextFilterBuilder], TextFilterBuilder]
    ) -> Query:
        """Find documents by the words in one field, the best ones first.

        Raises: SearchError, if ``search_filter`` does not return what ``q`` builds.
        """
        if type(name) is not str:
            raise InvalidArgumentError("Must provide arg 1 `indexName` to `withSearchIndex`")
        if not callable(search_filter):
            raise InvalidArgumentError("Must provide arg 2 `searchFilter` to `withSearchIndex`")
        built = search_filter(TextFilterBuilder())
        if type(built) is not TextFilterBuilder:
            raise SearchError(
                f"The filter of with_search_index({name!r}) returned {built!r}. "
                'Return what q builds, such as lambda q: q.search("body", text).'
            )
        plan = QueryPlan(self._table, name, search=built.finish())
        return Query(self._log, _Reading(self._transaction, plan, self._journal))

    def full_table_scan(self) -> Query:
        """Read every document, oldest first."""
        return Query(self._log, self._whole_table())

    def order(self, order: str) -> Query:
        """Read every document in the order of creation, or backwards."""
        return self.full_table_scan().order(order)

    def filter(self, predicate: Callable[[FilterBuilder], object]) -> Query:
        """Read every document and drop some."""
        return self.full_table_scan().filter(predicate)

    def collect(self) -> Step[list[Document]]:
        """All documents."""
        reading = self._whole_table()
        return Step(self._log, _OPEN, reading, "collect", reading.all)

    def take(self, n: int) -> Step[list[Document]]:
        """The ``n`` oldest documents."""
        reading = self._whole_table()
        return Step(self._log, _OPEN, reading, "take", reading.take, _count(n))

    def first(self) -> Step[Document | None]:
        """The oldest document, or ``None``."""
        reading = self._whole_table()
        return Step(self._log, _OPEN, reading, "first", reading.first)

    def unique(self) -> Step[Document | None]:
        """The only document of the table, or ``None``."""
        reading = self._whole_table()
        return Step(self._log, _OPEN, reading, "unique", reading.unique)

    def paginate(self, options: object = None, **keywords: object) -> Step[dict[str, Value]]:
        """One page of all documents, oldest first; see ``Query.paginate``."""
        parsed = page_options(options, keywords)
        reading = self._whole_table()
        return Step(self._log, _PAGE, reading, "paginate", reading.page, parsed)

    def __aiter__(self) -> Query:
        return self.full_table_scan().__aiter__()

    def __repr__(self) -> str:
        return f"ctx.db.query({self._table!r})"

    def _whole_table(self) -> _Reading:
        return _Reading(self._transaction, QueryPlan(self._table), self._journal)


def _count(n: object) -> int:
    """``n`` as a number of documents; ``3.0`` is one, because numbers are doubles."""
    if isinstance(n, float) and n.is_integer():
        n = int(n)
    if type(n) is not int or n < 0:
        raise InvalidArgumentError("Arg 1 `n` to `take` must be a non-negative integer")
    return n
