"""A query plan, and how it reads: one interval of one index, in order, as far as needed.

::

    index range ──▶ rows in key order ──▶ filters ──▶ limit
         │                   │
         │                   └─ where the scan stopped ends the read interval
         └─ the interval asked for: all of it is read when the scan runs to its end

Source: docs "Reading Data"; convex-backend crates/database/src/query/index_range.rs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from minivex.errors import IndexNotFoundError, NotUniqueError
from minivex.index.index_key import Document
from minivex.index.index_range import compile_range
from minivex.index.interval import Interval
from minivex.store.table_registry import Index, Table
from minivex.txn.read_set import after_key
from minivex.txn.transaction import Transaction
from minivex.values.value import Undefined, Value, clone

__all__ = ["QueryPlan", "QueryScan", "run_query", "run_unique"]

BATCH = 64
"""Rows fetched at once when a filter makes the number of rows needed unknown."""


class QueryPlan(NamedTuple):
    """What to read: nothing is looked up or checked against the schema yet."""

    table: str
    label: str = "by_creation_time"
    conditions: tuple[tuple[str, str, Value | Undefined], ...] = ()
    order: str | None = None
    filters: tuple[Callable[[Document], bool], ...] = ()


def run_query(
    transaction: Transaction, plan: QueryPlan, limit: int | None = None
) -> list[Document]:
    """The first ``limit`` documents of ``plan``, as copies.

    Cost: O(log n + k) for k rows scanned, which without filters are the rows returned.
    Raises: IndexNotFoundError or IndexRangeError.
    """
    if limit == 0:
        _resolve(transaction, plan)
        return []
    scan = QueryScan(transaction, plan)
    return scan.drain(limit)


def run_unique(transaction: Transaction, plan: QueryPlan) -> Document | None:
    """The only document of ``plan``, or ``None``.

    Raises: NotUniqueError, if there is more than one; two are read to find out.
    """
    found = run_query(transaction, plan, 2)
    if len(found) > 1:
        ids = ", ".join(str(document["_id"]) for document in found)
        raise NotUniqueError(
            f"unique() query returned more than one result from table {plan.table}:\n [{ids}, ...]"
        )
    return found[0] if found else None


class QueryScan:
    """A scan that can stop after any row and go on later."""

    __slots__ = ("_end", "_filters", "_is_reverse", "_resolved", "_start", "_transaction")

    def __init__(self, transaction: Transaction, plan: QueryPlan) -> None:
        self._transaction = transaction
        self._filters = plan.filters
        self._is_reverse = plan.order == "desc"
        resolved = _resolve(transaction, plan)
        self._resolved = None if resolved is None else resolved[:2]
        self._start, self._end = Interval(b"", b"") if resolved is None else resolved[2]

    def next(self) -> Document | None:
        """The next document, or ``None`` at the end. The rows on the way to it are read."""
        found = self.drain(1)
        return found[0] if found else None

    def drain(self, limit: int | None) -> list[Document]:
        """The next ``limit`` documents, or all that are left."""
        start, end = self._start, self._end
        if self._resolved is None or (end is not None and end <= start):
            return []
        table, index = self._resolved
        transaction = self._transaction
        is_reverse = self._is_reverse
        filters = self._filters
        found: list[Document] = []
        scanned = 0
        batch = limit if not filters or limit is None else max(limit, BATCH)
        while True:
            keys, revisions = transaction.scan(
                table, index, self._start, self._end, batch, is_reverse=is_reverse
            )
            last_key: bytes | None = None
            for key, revision in zip(keys, revisions, strict=True):
                document = revision.document
                scanned += 1
                if all(test(document) for test in filters):
                    found.append(clone(document))  # type: ignore[arg-type]
                    if len(found) == limit:
                        last_key = key
                        break
            if last_key is None and batch is not None and len(keys) == batch:
                self._move_past(keys[-1])
                continue
            break
        if last_key is None:
            self._start, self._end = b"", b""
        else:
            self._move_past(last_key)
            if is_reverse:
                start = last_key
            else:
                end = after_key(last_key)
        transaction.record(index, start, end, scanned)
        return found

    def _move_past(self, key: bytes) -> None:
        if self._is_reverse:
            self._end = key
        else:
            self._start = after_key(key)


def _resolve(transaction: Transaction, plan: QueryPlan) -> tuple[Table, Index, Interval] | None:
    """Find the index and the interval; a table that does not exist has no rows."""
    table = transaction.registry.by_name.get(plan.table)
    if table is None:
        if plan.label not in ("by_id", "by_creation_time"):
            raise IndexNotFoundError(f"Index {plan.table}.{plan.label} not found.")
        return None
    index = table.index(plan.label)
    return table, index, compile_range(plan.conditions, index.name, index.fields)
