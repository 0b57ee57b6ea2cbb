"""``ctx.db``: every method but ``query`` and ``normalize_id`` makes a step.

Where a method takes a document, both of Convex's forms work: ``get("jobs", id)``, which
also checks that the id belongs to that table, and ``get(id)``.

Source: docs "Reading Data" and "Writing Data";
npm-packages/convex/src/server/impl/database_impl.ts.
"""

from __future__ import annotations

from typing import Final, NoReturn

from minivex.errors import DeveloperError, InvalidArgumentError
from minivex.functions.commit_ts import VARS, Vars
from minivex.functions.query_builder import QueryInitializer
from minivex.functions.step import Step, StepLog
from minivex.functions.system_reader import SystemReader
from minivex.functions.table_handle import TableReader, TableWriter
from minivex.index.index_key import Document
from minivex.txn.page import QueryJournal
from minivex.txn.transaction import Transaction

__all__ = ["DatabaseReader", "DatabaseWriter"]

_ABSENT: Final = object()


class DatabaseReader:
    """``ctx.db`` of a query."""

    __slots__ = ("_journal", "_log", "_transaction")

    def __init__(self, transaction: Transaction, log: StepLog, journal: QueryJournal) -> None:
        self._transaction = transaction
        self._log = log
        self._journal = journal

    def get(self, table_or_id: object, id: object = _ABSENT) -> Step[Document | None]:
        """``get(table, id)`` or ``get(id)``: the document, or ``None``."""
        get = self._transaction.get
        if id is _ABSENT:
            return Step(self._log, "1.0/get", "ctx.db", "get", get, None, table_or_id)
        return Step(self._log, "1.0/get", "ctx.db", "get", get, table_or_id, id)

    def query(self, table: str) -> QueryInitializer:
        """Begin a query over ``table``. Nothing is read yet.

        Raises: InvalidArgumentError, if ``table`` is no text, or a table of the system.
        """
        if type(table) is not str:
            raise InvalidArgumentError("Must provide arg 1 `tableName` to `query`")
        if table.startswith("_"):
            raise InvalidArgumentError("System tables can only be accessed from db.system.query().")
        return QueryInitializer(self._transaction, self._log, self._journal, table)

    def normalize_id(self, table: str, id: str) -> str | None:
        """``id``, if it is an id of ``table``, else ``None``. Not a step: nothing is read.

        Raises: InvalidArgumentError, if ``id`` is no text, or ``table`` is one of the system.
        """
        if type(table) is str and table.startswith("_"):
            raise InvalidArgumentError(
                "System tables can only be accessed from db.system.normalizeId()."
            )
        return self._transaction.normalize_id(table, id)

    def table(self, name: str) -> TableReader:
        """The same methods for one table, which is named only once."""
        return TableReader(self._transaction, self._log, self._journal, _table_name(name))

    @property
    def system(self) -> SystemReader:
        """The tables of the system."""
        return SystemReader(self._transaction, self._log, self._journal)

    def __getattr__(self, name: str) -> NoReturn:
        if name in ("insert", "patch", "replace", "delete", "vars"):
            raise DeveloperError(
                f"A query only reads, so its ctx.db has no {name}. Move the write to a mutation."
            )
        raise AttributeError(name)


class DatabaseWriter(DatabaseReader):
    """``ctx.db`` of a mutation."""

    __slots__ = ()

    @property
    def vars(self) -> Vars:
        """What can be written down before it is known."""
        return VARS

    def table(self, name: str) -> TableWriter:
        """The same methods for one table, which is named only once."""
        return TableWriter(self._transaction, self._log, self._journal, _table_name(name))

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


def _table_name(name: object) -> str:
    if not isinstance(name, str):
        raise InvalidArgumentError("Must provide arg 1 `tableName` to `table`")
    if name.startswith("_"):
        raise InvalidArgumentError("System tables can only be accessed from db.system.table().")
    return name
