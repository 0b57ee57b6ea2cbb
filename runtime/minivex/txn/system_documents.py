"""Documents of system tables, as the services read and write them in a transaction.

They go through the same write set and read set as everything else, so a job that is
scheduled by a transaction exists exactly if the transaction commits. What a function may
not do is left unchecked here: no schema, no size, no limit.

Source: convex-backend crates/database/src/system_tables.rs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from minivex.errors import IdDecodeError, InvalidArgumentError
from minivex.index.index_key import Document, id_key
from minivex.index.interval import Interval
from minivex.store.revision import Revision
from minivex.store.table_registry import Table
from minivex.txn.read_set import after_key
from minivex.txn.transaction import Transaction
from minivex.values.ids import decode_id
from minivex.values.order import encode_key, increment
from minivex.values.value import UNDEFINED, Value, clone

__all__ = ["SystemDocuments", "table_of_id"]


class SystemDocuments:
    """The documents of one system table, as one transaction sees and changes them."""

    __slots__ = ("_table", "_transaction")

    def __init__(self, transaction: Transaction, table_name: str) -> None:
        self._transaction = transaction
        self._table = transaction.registry.by_name[table_name]

    def get(self, id: str) -> Document | None:
        """The document, as a copy, or ``None``. The read is recorded."""
        key = id_key(id)
        transaction, table = self._transaction, self._table
        transaction.record(table.by_id, key, after_key(key), 1)
        revision = self._revision(id)
        return None if revision is None else _copy(revision)

    def insert(self, fields: Mapping[str, Value]) -> str:
        """Add a document and return its id."""
        transaction, table = self._transaction, self._table
        id = transaction.new_id(table)
        creation_time = transaction.next_creation_time
        transaction.next_creation_time = math.nextafter(creation_time, math.inf)
        document = dict(sorted({**fields, "_id": id, "_creationTime": creation_time}.items()))
        transaction.stage("insert", table, None, document, fields)
        return id

    def patch(self, id: str, fields: Mapping[str, Value]) -> None:
        """Set fields of a document that is there."""
        revision = self._revision(id)
        assert revision is not None, "the service has just read it"
        document = dict(sorted({**revision.document, **fields}.items()))
        self._transaction.stage("patch", self._table, revision, document, fields)

    def delete(self, id: str) -> None:
        """Remove a document that is there."""
        revision = self._revision(id)
        assert revision is not None, "the service has just read it"
        self._transaction.stage("delete", self._table, revision, None, {})

    def with_fields(
        self, index_name: str, values: Sequence[Value], limit: int | None = None
    ) -> list[Document]:
        """Documents whose first fields in a hidden index are ``values``, in index order.

        All that have them are read, whatever the limit.
        """
        start = encode_key(values)
        return self.between(index_name, Interval(start, increment(start)), limit)

    def between(
        self, index_name: str, interval: Interval, limit: int | None = None
    ) -> list[Document]:
        """Documents whose key in a hidden index lies in ``interval``; all of it is read."""
        transaction, table = self._transaction, self._table
        index = table.hidden_index(index_name)
        _, revisions = transaction.scan(
            table, index, interval.start, interval.end, limit, is_reverse=False
        )
        transaction.record(index, interval.start, interval.end, len(revisions))
        return [_copy(revision) for revision in revisions]

    def _revision(self, id: str) -> Revision | None:
        change = self._transaction.writes.get(self._table.name, id)
        if change is not None:
            return change.new
        return self._transaction.snapshot.get(self._table.name, id_key(id))


def table_of_id(transaction: Transaction, method: str, id: object) -> Table | None:
    """The table that ``id`` belongs to, if it is a table.

    Raises: InvalidArgumentError or IdDecodeError, if ``id`` is no id at all.
    """
    if id is None or id is UNDEFINED:
        raise InvalidArgumentError(f"Must provide arg 1 `id` to `{method}`")
    if type(id) is not str:
        raise InvalidArgumentError(
            f"Invalid argument `id` for `{method}`, expected string but got "
            f"'{type(id).__name__}': {id!r}"
        )
    try:
        number, _ = decode_id(id)
    except IdDecodeError as error:
        raise IdDecodeError(f"Invalid argument `id` for `{method}`: {error.message}") from None
    return transaction.registry.by_number.get(number)


def _copy(revision: Revision) -> Document:
    copied = clone(revision.document)
    assert isinstance(copied, dict), "a document is an object"
    return copied
