"""``ctx.db.system``: the tables of the system that functions may read.

Source: docs "System Tables"; npm-packages/convex/src/server/impl/database_impl.ts.
"""

from __future__ import annotations

from typing import Final

from minivex.errors import InvalidArgumentError
from minivex.functions.query_builder import QueryInitializer
from minivex.functions.step import Step, StepLog
from minivex.index.index_key import Document
from minivex.store.system_tables import PUBLIC_SYSTEM_TABLES
from minivex.txn.page import QueryJournal
from minivex.txn.transaction import Transaction

__all__ = ["SystemReader"]

_ABSENT: Final = object()


class SystemReader:
    """Reads ``_scheduled_functions`` and ``_storage``, like any other table."""

    __slots__ = ("_journal", "_log", "_transaction")

    def __init__(self, transaction: Transaction, log: StepLog, journal: QueryJournal) -> None:
        self._transaction = transaction
        self._log = log
        self._journal = journal

    def get(self, table_or_id: object, id: object = _ABSENT) -> Step[Document | None]:
        """``get(table, id)`` or ``get(id)``: the document, or ``None``."""
        get = self._transaction.get_system
        if id is _ABSENT:
            return Step(self._log, "1.0/get", "ctx.db.system", "get", get, None, table_or_id)
        return Step(self._log, "1.0/get", "ctx.db.system", "get", get, table_or_id, id)

    def query(self, table: str) -> QueryInitializer:
        """Begin a query over ``table``. Nothing is read yet.

        Raises: InvalidArgumentError, if ``table`` is no table of the system that can be read.
        """
        if type(table) is not str:
            raise InvalidArgumentError("Must provide arg 1 `tableName` to `query`")
        if not table.startswith("_"):
            raise InvalidArgumentError("User tables can only be accessed from db.query().")
        if table not in PUBLIC_SYSTEM_TABLES:
            known = " and ".join(sorted(PUBLIC_SYSTEM_TABLES))
            raise InvalidArgumentError(
                f"There is no system table {table} that functions can read. Read {known}."
            )
        return QueryInitializer(self._transaction, self._log, self._journal, table)

    def normalize_id(self, table: str, id: str) -> str | None:
        """``id``, if it is an id of ``table``, else ``None``. Not a step: nothing is read.

        Raises: InvalidArgumentError, if ``id`` is no text, or ``table`` is not the system's.
        """
        if not table.startswith("_"):
            raise InvalidArgumentError("User tables can only be accessed from db.normalizeId().")
        return self._transaction.normalize_id(table, id)
