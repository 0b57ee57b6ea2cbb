"""``ctx.db.table("jobs")``: the methods of ``ctx.db``, bound to one table.

Source: npm-packages/convex/src/server/impl/database_impl.ts.
"""

from __future__ import annotations

from minivex.functions.query_builder import QueryInitializer
from minivex.functions.step import Step, StepLog
from minivex.index.index_key import Document
from minivex.txn.page import QueryJournal
from minivex.txn.transaction import Transaction

__all__ = ["TableReader", "TableWriter"]


class TableReader:
    """One table, for a query."""

    __slots__ = ("_journal", "_log", "_name", "_target", "_transaction")

    def __init__(
        self, transaction: Transaction, log: StepLog, journal: QueryJournal, name: str
    ) -> None:
        self._transaction = transaction
        self._log = log
        self._journal = journal
        self._name = name
        self._target = f"ctx.db.table({name!r})"

    def get(self, id: str) -> Step[Document | None]:
        """The document, or ``None``; the id must be of this table."""
        get = self._transaction.get
        return Step(self._log, "1.0/get", self._target, "get", get, self._name, id)

    def query(self) -> QueryInitializer:
        """Begin a query over the table. Nothing is read yet."""
        return QueryInitializer(self._transaction, self._log, self._journal, self._name)


class TableWriter(TableReader):
    """One table, for a mutation."""

    __slots__ = ()

    def insert(self, value: object) -> Step[str]:
        """Add a document; the result is its id."""
        insert = self._transaction.insert
        return Step(self._log, "1.0/insert", self._target, "insert", insert, self._name, value)

    def patch(self, id: str, value: object) -> Step[None]:
        """Merge fields into the document, one level deep."""
        patch = self._transaction.patch
        return Step(
            self._log, "1.0/shallowMerge", self._target, "patch", patch, self._name, id, value
        )

    def replace(self, id: str, value: object) -> Step[None]:
        """Give the document new fields."""
        replace = self._transaction.replace
        return Step(
            self._log, "1.0/replace", self._target, "replace", replace, self._name, id, value
        )

    def delete(self, id: str) -> Step[None]:
        """Remove the document."""
        delete = self._transaction.delete
        return Step(self._log, "1.0/remove", self._target, "delete", delete, self._name, id)
