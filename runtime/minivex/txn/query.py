"""What a query finds: the rows of its scan, filtered, as copies.

::

    scan ──▶ rows in key order ──▶ filters ──▶ limit ──▶ documents
                  │
                  └─ where it stopped ends the read: rejected rows were read as well

Source: docs "Reading Data"; convex-backend crates/database/src/query/mod.rs.
"""

from __future__ import annotations

from minivex.errors import NotUniqueError
from minivex.index.index_key import Document
from minivex.store.revision import copies
from minivex.txn.filter import conjunction
from minivex.txn.scan import BATCH, QueryPlan
from minivex.txn.search_scan import open_scan
from minivex.txn.transaction import Transaction

__all__ = ["QueryPlan", "QueryScan", "run_query", "run_unique"]


def run_query(
    transaction: Transaction, plan: QueryPlan, limit: int | None = None
) -> list[Document]:
    """The first ``limit`` documents of ``plan``, as copies.

    Cost: O(log n + k) for k rows scanned, which without filters are the rows returned.
    Raises: IndexNotFoundError or IndexRangeError.
    """
    return QueryScan(transaction, plan).drain(limit)


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
    """A query that can stop after any document and go on later."""

    __slots__ = ("_scan", "_test")

    def __init__(self, transaction: Transaction, plan: QueryPlan) -> None:
        self._scan = open_scan(transaction, plan)
        self._test = conjunction(plan.filters)

    def next(self) -> Document | None:
        """The next document, or ``None`` at the end. The rows on the way to it are read."""
        found = self.drain(1)
        return found[0] if found else None

    def drain(self, limit: int | None) -> list[Document]:
        """The next ``limit`` documents, or all that are left.

        Raises: whatever a filter raises; the rows up to that one are read nevertheless.
        """
        if limit == 0:
            return []
        scan, test = self._scan, self._test
        if test is None:
            return copies(scan.take(limit))
        found: list[Document] = []
        try:
            if limit is None:
                return copies(scan.passing(test))
            for _, revision in scan.rows(max(limit, BATCH)):
                if test(revision.document):
                    found.append(revision.copy())
                    if len(found) == limit:
                        break
        finally:
            scan.record()
        return found
