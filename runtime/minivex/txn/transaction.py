"""One transaction: a snapshot, overlaid with own writes, and a record of all that was read.

::

    get / scan ──▶ own writes ──▶ snapshot       what is read
         └──▶ read set                           what must still hold at commit
    insert / patch / replace / delete
         └──▶ write set                          what the commit will publish

Nothing here touches the database: a transaction that is dropped never was.

Source: docs "Writing Data"; convex-backend crates/database/src/transaction.rs and
crates/database/src/bootstrap_model/user_facing.rs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Protocol

from minivex.errors import (
    DocumentNotFoundError,
    IdDecodeError,
    InvalidArgumentError,
)
from minivex.index.index_key import Document, id_key
from minivex.index.interval import Interval
from minivex.store.revision import Revision, make_revision
from minivex.store.snapshot import Snapshot
from minivex.store.system_tables import PUBLIC_SYSTEM_TABLES
from minivex.store.table_registry import Index, Table, TableRegistry
from minivex.trace import CallTrace
from minivex.txn.arguments import (
    check_system_fields,
    check_table_name,
    document_fields,
    not_an_id,
    patch_fields,
    system_fields,
)
from minivex.txn.limits import NO_LIMITS, Limits
from minivex.txn.locate import locate
from minivex.txn.overlay import overlay
from minivex.txn.read_set import ReadSet, TextRead, point
from minivex.txn.usage import Usage
from minivex.txn.write_set import Mark, WriteSet
from minivex.values.document import (
    check_document,
    size_with_system_fields,
    with_system_fields,
)
from minivex.values.ids import decode_id, encode_id
from minivex.values.value import UNDEFINED, size_bytes, values_equal

__all__ = ["RandomBytes", "Transaction"]

NANOSECONDS = 1_000_000
"""Nanoseconds in a millisecond: timestamps count the former, clocks the latter."""

DAY_MS = 86_400_000


class RandomBytes(Protocol):
    """Where the random part of ids comes from."""

    def next_bytes(self, length: int) -> bytes:
        """The next ``length`` bytes."""


class Transaction:
    """The reads and writes of one function execution.

    Creation times start just after the snapshot, or at the clock if that is later, and
    move to the next double with every insert.

    Differs: a commit timestamp is also later than every creation time its transaction
    gave out. So transactions that run one after the other never share a creation time,
    even while the virtual clock stands still; those that overlap still may, and may
    commit in the order opposite to their creation times.
    """

    __slots__ = (
        "_now_ms",
        "_random",
        "begin_ts",
        "next_creation_time",
        "reads",
        "registry",
        "snapshot",
        "trace",
        "usage",
        "writes",
    )

    def __init__(
        self,
        snapshot: Snapshot,
        *,
        now_ms: int,
        random: RandomBytes,
        trace: CallTrace | None = None,
        limits: Limits = NO_LIMITS,
    ) -> None:
        self.usage = Usage(limits)
        self.snapshot = snapshot
        self.begin_ts = snapshot.ts
        self.registry: TableRegistry = snapshot.registry
        self.reads = ReadSet()
        self.writes = WriteSet()
        self.trace = trace
        after_snapshot = (snapshot.ts + 1) / NANOSECONDS
        self.next_creation_time = after_snapshot if after_snapshot > now_ms else float(now_ms)
        self._now_ms = now_ms
        self._random = random

    # Reading.

    def get(self, table_name: str | None, id: object) -> Document | None:
        """The document, as a copy, or ``None``. Absence is a recorded read.

        Without ``table_name`` the id says which table is meant; with it, the id must agree.

        Cost: O(log n).
        Raises: IdDecodeError or InvalidArgumentError, if ``id`` is no id of that table.
        """
        found = self._read("get", id, table_name)
        if found is None:
            return None
        table, revision = found
        if table.is_system:
            raise InvalidArgumentError("System tables can only be accessed with db.system.")
        return None if revision is None else revision.copy()

    def get_system(self, table_name: str | None, id: object) -> Document | None:
        """A document of a system table that functions may read, as a copy, or ``None``.

        Raises: IdDecodeError or InvalidArgumentError, if ``id`` is no id of such a table.
        """
        found = self._read("system.get", id, table_name)
        if found is None:
            return None
        table, revision = found
        if table.name not in PUBLIC_SYSTEM_TABLES:
            raise InvalidArgumentError("User tables cannot be accessed with db.system.")
        return None if revision is None else revision.copy()

    def normalize_id(self, table_name: str, text: str) -> str | None:
        """``text``, if it is an id of that table; existence is not looked at, nothing is read.

        Raises: InvalidArgumentError, if ``text`` is no text.
        """
        if type(text) is not str:
            raise not_an_id("normalizeId", text)
        try:
            number, _ = decode_id(text)
        except IdDecodeError:
            return None
        return text if self.registry.numbers.get(table_name) == number else None

    def scan(
        self,
        table: Table,
        index: Index,
        start: bytes,
        end: bytes | None,
        limit: int | None,
        *,
        is_reverse: bool,
    ) -> tuple[list[bytes], list[Revision]]:
        """Rows of an interval in scan direction, own writes included. Nothing is recorded.

        Cost: O(log n + k + w) for k rows and w pending writes to the table.
        """
        pending = self.writes.of_table(table.name)
        if pending is None:
            return self.snapshot.scan(table.name, index, start, end, limit, is_reverse=is_reverse)
        enough = None if limit is None else limit + len(pending)
        rows = self.snapshot.scan(table.name, index, start, end, enough, is_reverse=is_reverse)
        return overlay(rows, pending, index, Interval(start, end), limit, is_reverse=is_reverse)

    def record(self, index: Index, start: bytes, end: bytes | None, documents: int) -> None:
        """Let ``[start, end)`` of ``index`` enter the read set; it held ``documents`` rows.

        Raises: LimitError, if the read set has too many ranges now.
        """
        self.reads.record(index, start, end)
        if self.trace is not None:
            self.trace.read(index.name, Interval(start, end), documents)
        if len(self.reads.ranges) > self.usage.ranges_checked_at:
            self.usage.check_ranges(self.reads)

    def record_text(self, read: TextRead, found: list[Document]) -> None:
        """Let a text search that found ``found`` enter the read set."""
        self.reads.texts += (read,)
        if self.trace is not None:
            for term in read.query.terms:
                one = read.query._replace(terms=(term,))
                documents = sum(one.finds(document) is not None for document in found)
                self.trace.read(read.index_name, term.interval, documents)
        self.usage.check_ranges(self.reads)

    # Writing.

    def insert(self, table_name: str, value: object) -> str:
        """Add a document and return its id. No user data is read.

        Raises: InvalidDocumentError or SchemaValidationError, if it cannot be stored.
        """
        fields, size = document_fields("insert", value, self.writes)
        known = self.registry.by_name.get(table_name)
        if known is None or known.is_system:
            check_table_name(table_name)
        table = self.registry.new_table(table_name) if known is None else known
        id = self.new_id(table)
        creation_time = self.next_creation_time
        document, size = _completed(fields, id, creation_time, size)
        flat = self._check(table, document, size, fields)
        if known is None:
            self._add_table(table)
        self.next_creation_time = math.nextafter(creation_time, math.inf)
        self.stage("insert", table, None, document, fields, size=size, flat=flat)
        return id

    def patch(self, table_name: str | None, id: object, value: object) -> None:
        """Merge ``value`` into the document, one level deep; ``UNDEFINED`` removes a field.

        Raises: DocumentNotFoundError, if there is none.
        """
        fields, size, removed = patch_fields(value, self.writes)
        table, old = self._read_for_write("patch", "Update", id, table_name)
        before = old.document
        if "_id" in fields or "_creationTime" in fields or removed:
            check_system_fields({**fields, **dict.fromkeys(removed)}, *system_fields(before))
        document = {**before, **fields}
        for name in removed:
            document.pop(name, None)
        if len(document) != len(before) or removed:
            document = dict(sorted(document.items()))
            if values_equal(document, before):
                return
            size = size_bytes(document)
        else:
            replaced = {name: before[name] for name in fields}
            if values_equal(replaced, fields):
                return
            size += old.size_bytes - size_bytes(replaced)
        flat = self._check(table, document, size, fields, is_whole=False)
        changed = {**fields, **dict.fromkeys(removed, UNDEFINED)} if removed else fields
        self.stage("patch", table, old, document, changed, size=size, flat=flat)

    def replace(self, table_name: str | None, id: object, value: object) -> None:
        """Give the document new fields; only ``_id`` and ``_creationTime`` stay.

        Raises: DocumentNotFoundError, if there is none.
        """
        fields, size = document_fields("replace", value, self.writes)
        table, old = self._read_for_write("replace", "Replace", id, table_name)
        before = old.document
        own_id, creation_time = system_fields(before)
        document, size = _completed(fields, own_id, creation_time, size)
        if values_equal(document, before):
            return
        flat = self._check(table, document, size, fields)
        self.stage("replace", table, old, document, fields, size=size, flat=flat)

    def delete(self, table_name: str | None, id: object) -> None:
        """Remove the document.

        Raises: DocumentNotFoundError, if there is none.
        """
        table, old = self._read_for_write("delete", "Delete", id, table_name)
        self.stage("delete", table, old, None, {})

    # Nested calls.

    def begin_nested(self) -> Mark:
        """Remember this moment, so that the writes of a nested call can be undone."""
        return self.writes.begin_nested()

    def rollback(self, mark: Mark) -> None:
        """Undo the writes since ``mark``. Reads and the creation-time counter stay."""
        tables = len(self.writes.new_tables)
        self.writes.rollback(mark)
        if len(self.writes.new_tables) != tables:
            self.registry = self.snapshot.registry.with_tables(self.writes.new_tables)

    def without_writes(self) -> Transaction:
        """A second look at the same snapshot: no own writes are seen, and no read is recorded.

        What it reads counts against the same limits.
        """
        other = Transaction(self.snapshot, now_ms=self._now_ms, random=self._random)
        other.usage = self.usage
        return other

    # Inside.

    def _read(
        self, method: str, id: object, table_name: str | None
    ) -> tuple[Table, Revision | None] | None:
        """Find a document and record that it was looked for; ``None`` for an unknown table."""
        registry = self.registry
        revision, key = None, b""
        # The quick way: a document of a named table that this transaction has not written to.
        if type(id) is str and type(table_name) is str and table_name not in self.writes.by_table:
            key = id_key(id)
            revision = self.snapshot.get(table_name, key)
        if revision is not None and table_name is not None:
            table = registry.by_name[table_name]
        else:
            located = locate(
                registry,
                self.snapshot,
                self.writes,
                method=method,
                id=id,
                table_name=table_name,
            )
            if located is None:
                return None
            table, key, revision = located
        ranges = self.reads.ranges
        # What ``record`` and ``point`` do, without the calls: every get comes through here.
        ranges.append((table.by_id, key, key[:-1] + b"\x01"))
        if self.trace is not None:
            self.trace.read(table.by_id.name, point(key), 0 if revision is None else 1)
        if not table.is_system:
            usage = self.usage
            if len(ranges) > usage.ranges_checked_at:
                usage.check_ranges(self.reads)
            if revision is not None:
                usage.read_one(revision)
        return table, revision

    def _read_for_write(
        self, method: str, verb: str, id: object, table_name: str | None
    ) -> tuple[Table, Revision]:
        """Read the document that is about to change."""
        found = self._read(method, id, table_name)
        if found is None:
            raise InvalidArgumentError(
                f'Invalid argument `id` for `db.{method}`: Table for ID "{id}" not found'
            )
        table, revision = found
        if table.is_system:
            raise InvalidArgumentError("System tables (prefixed with `_`) are read-only.")
        if revision is None:
            raise DocumentNotFoundError(f"{verb} on nonexistent document ID {id}")
        return table, revision

    # What system tables need as well.

    def random_bytes(self, length: int) -> bytes:
        """Bytes from the dice that ids come from."""
        return self._random.next_bytes(length)

    def new_id(self, table: Table) -> str:
        """An id that no document has."""
        day = self._now_ms // DAY_MS
        return encode_id(table.number, self.random_bytes(14) + day.to_bytes(2, "big"))

    def stage(
        self,
        op: str,
        table: Table,
        old: Revision | None,
        document: Document | None,
        fields: Mapping[str, object],
        *,
        size: int | None = None,
        flat: bool | None = None,
    ) -> None:
        """Let ``document`` take the place of ``old``, unchecked.

        Whoever has checked it knows its size, and whether it is flat.
        """
        new = None if document is None else make_revision(table, document, old, size, flat=flat)
        revision = new or old
        assert revision is not None, "a write has a document before or after it"
        id = _id_of(revision.document)
        if not table.is_system:
            self.usage.write(0 if new is None else new.size_bytes)
        self.writes.stage(table, id, old, new)
        if self.trace is not None:
            self.trace.wrote(op, table.name, id, dict(fields))

    def _check(
        self,
        table: Table,
        document: Document,
        size: int,
        fields: Document,
        *,
        is_whole: bool = True,
    ) -> bool:
        """Refuse a document that cannot be stored, or that the schema does not allow.

        ``fields`` are those that were given: all but the system's, or the ones of a patch. Says
        whether the document is flat.
        """
        flat = check_document(document, size, fields)
        registry = self.registry
        schema = registry.schema
        if schema is not None:
            given = fields if is_whole else document
            schema.check_document(given, table=table.name, tables=registry.numbers)
        return flat

    def _add_table(self, table: Table) -> None:
        """Let a table that the schema does not know be there; others see it after the commit."""
        self.registry = self.registry.with_tables([table])
        self.writes.new_tables += (table,)


def _completed(fields: Document, id: str, creation_time: float, size: int) -> tuple[Document, int]:
    """The document that has ``fields``, which weigh ``size``, and those of the system; its size."""
    if "_id" in fields or "_creationTime" in fields:
        check_system_fields(fields, id, creation_time)
        document = with_system_fields(fields, id, creation_time)
        return document, size_bytes(document)
    document = with_system_fields(fields, id, creation_time)
    return document, size_with_system_fields(size, id)


def _id_of(document: Document) -> str:
    return str(document["_id"])
