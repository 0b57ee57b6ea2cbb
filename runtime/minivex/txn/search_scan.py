"""The rows that a text search finds, best first; what was asked for becomes a read.

::

    q.search("body", "quick fo")  ──▶  rows by score    key: score down, newest first
                    │
                    └─ read: the word "quick", every word that begins with "fo"

Own writes are found like everyone else's. Unlike a scan of a range, taking fewer rows does
not make the read smaller: any document with one of the words could change their order.

Source: convex-backend crates/database/src/query/search_query.rs and
crates/database/src/search_index_and_bootstrap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, cast

from minivex.errors import IndexNotFoundError, SearchError
from minivex.index.index_key import Document
from minivex.index.text_filter import TextConditions, compile_text_query
from minivex.index.text_index import RESULTS_MAX, TextIndex
from minivex.store.revision import Revision
from minivex.store.table_registry import Table
from minivex.txn.cursor import Cursor
from minivex.txn.read_set import TextRead
from minivex.txn.scan import BATCH, QueryPlan, Scan
from minivex.txn.transaction import Transaction
from minivex.values.order import encode

__all__ = ["SearchScan", "open_scan"]


def open_scan(transaction: Transaction, plan: QueryPlan) -> Scan | SearchScan:
    """The rows of ``plan``: those of a range, or those that a search finds.

    Raises: IndexNotFoundError, IndexRangeError or SearchError.
    """
    if plan.search is None:
        return Scan(transaction, plan)
    return SearchScan(transaction, plan, plan.search)


class SearchScan:
    """A place in the results of a search, filters left aside."""

    __slots__ = ("_place", "_results", "_usage", "is_over")

    is_reverse = False

    def __init__(
        self, transaction: Transaction, plan: QueryPlan, conditions: TextConditions
    ) -> None:
        """Search, and remember what was asked for.

        Cost: O(postings of the words asked for + own writes).
        """
        table = transaction.registry.by_name.get(plan.table)
        name = f"{plan.table}.{plan.label}"
        if table is None:
            raise IndexNotFoundError(f"Index {name} not found.")
        definition = table.text_index(plan.label)
        query = compile_text_query(
            conditions, name, definition.search_field, definition.filter_fields
        )
        index = _with_own_writes(transaction, table, table.search_position[plan.label])
        accepts = (lambda one: query.accepts(one.document)) if query.equalities else None
        found: list[tuple[float, bytes, Revision]] = index.search(query.terms, accepts)
        self._results = [(_key(score, tail), revision) for score, tail, revision in found]
        self._place = 0
        self._usage = transaction.usage
        self.is_over = False
        transaction.record_text(
            TextRead(table.name, name, query), [revision.document for _, _, revision in found]
        )

    @property
    def key_fields(self) -> tuple[str, ...]:
        """What the results are ordered by."""
        return ("_score", "_creationTime", "_id")

    def narrow(self, *, after: Cursor | None, through: Cursor | None) -> None:
        """Leave out what is not behind ``after``, or is behind ``through``."""
        if after is not None:
            last = after.after
            self._results = [row for row in self._results if last is not None and row[0] > last]
        if through is not None and through.after is not None:
            end = through.after
            self._results = [row for row in self._results if row[0] <= end]

    def rows(self, _batch: int = BATCH) -> Iterator[tuple[bytes, Revision]]:
        """The rows that are left, each with its key.

        Raises: SearchError, when more are wanted than a search can find.
        """
        while self._place < len(self._results):
            row = self._results[self._place]
            self._place += 1
            self._usage.read_one(row[1])
            yield row
        if self._place == RESULTS_MAX:
            raise SearchError(
                f"Search query scanned too many documents (fetched {RESULTS_MAX}). Consider "
                "using a smaller limit, paginating the query, or using a filter field to limit "
                "the number of documents pulled from the search index."
            )
        self.is_over = True

    def page(self, _limit: int, _bytes_max: int) -> None:
        """Never together: its rows are weighed one by one."""

    def passing(self, test: Callable[[Document], bool]) -> list[Revision]:
        """All rows that are left and pass ``test``. The others are read as well."""
        return [revision for _, revision in self.rows() if test(revision.document)]

    def take(self, limit: int | None) -> list[Revision]:
        """The next ``limit`` rows, or all that are left."""
        found: list[Revision] = []
        for _, revision in self.rows():
            found.append(revision)
            if len(found) == limit:
                break
        return found

    def record(self) -> None:
        """Do nothing: the whole search was recorded when it was made."""


def _with_own_writes(transaction: Transaction, table: Table, position: int) -> TextIndex[Revision]:
    """The index as the transaction sees it."""
    index = cast("TextIndex[Revision]", transaction.snapshot.searches[table.name][position])
    pending = transaction.writes.of_table(table.name)
    if pending is None:
        return index
    index = index.snapshot()
    for _, old, new in pending.values():
        if old is not None:
            index.remove(old.document, old.keys[1])
        if new is not None:
            index.put(new.document, new.keys[1], new)
    return index


def _key(score: float, tail: bytes) -> bytes:
    """A key that sorts as results do."""
    return encode(-score) + tail.translate(_COMPLEMENT)


_COMPLEMENT: Final = bytes(255 - byte for byte in range(256))
