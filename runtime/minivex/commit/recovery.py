"""From a log to the database it describes.

::

    snapshot ── commit ── commit ── … ──▶ tables and documents ──▶ every index, built anew

Tables keep the numbers they had, whatever the schema is now, because ids are made of them.
Tables that only the new schema has come after them.

Source: convex-backend crates/database/src/database.rs (loading) and
crates/database/src/bootstrap_model/table.rs.
"""

from __future__ import annotations

from typing import NamedTuple

from minivex.commit.durable_log import DurableLog
from minivex.commit.log_bytes import read_log
from minivex.commit.log_record import LogRecord, read_record
from minivex.commit.storage import Storage
from minivex.index.index_key import Document
from minivex.schema.tables import Schema
from minivex.store.revision import make_revision
from minivex.store.snapshot import Snapshot
from minivex.store.snapshot_manager import Change, SnapshotManager
from minivex.store.system_tables import SYSTEM_TABLES
from minivex.store.table_registry import FIRST_TABLE_NUMBER, Table, TableRegistry

__all__ = ["Recovered", "recover"]


class Recovered(NamedTuple):
    """What a storage held, ready to go on; ``is_new`` if it held nothing."""

    snapshot: Snapshot
    durable: DurableLog
    is_new: bool


def recover(storage: Storage, schema: Schema | None, *, start_ts: int) -> Recovered:
    """Read the log, and put it in order if a crash cut it off or the schema has new tables.

    A log that is not there yet begins at ``start_ts``.

    Cost: O(bytes of the log + documents × indexes × log n).
    Raises: DamagedLogError or StorageError; SchemaValidationError, if a document does not
        match a schema that has changed. Then the log stays as it was.
    """
    log = read_log(storage.read())
    contents = _Contents(start_ts)
    for payload in log.payloads:
        contents.apply(read_record(payload))
    registry = _registry(schema, contents.tables)
    changes = contents.as_changes(registry)
    manager = SnapshotManager(Snapshot.empty(contents.ts - 1, registry))
    manager.publish(contents.ts, changes, ())
    snapshot, durable = manager.latest, DurableLog(storage)
    is_complete = len(registry.by_name) == len(contents.tables) + len(SYSTEM_TABLES)
    if log.is_torn or not log.payloads or not is_complete:
        durable.compact(snapshot)
    return Recovered(snapshot, durable, is_new=not log.payloads)


class _Contents:
    """All tables and documents, as of the last record that was applied."""

    __slots__ = ("documents", "tables", "ts")

    def __init__(self, ts: int) -> None:
        self.ts = ts
        self.tables: dict[str, int] = {}
        self.documents: dict[str, dict[str, Document]] = {}

    def apply(self, record: LogRecord) -> None:
        self.ts = record.ts
        self.tables.update(record.tables)
        for table, id, document in record.documents:
            rows = self.documents.setdefault(table, {})
            if document is None:
                del rows[id]
            else:
                rows[id] = document

    def as_changes(self, registry: TableRegistry) -> list[Change]:
        """Every document as an insert into its table, checked against the schema."""
        changes = []
        for name, rows in self.documents.items():
            table = registry.by_name[name]
            for document in rows.values():
                if registry.schema is not None and not table.is_system:
                    registry.schema.check_document(document, table=name, tables=registry.numbers)
                changes.append(Change(table, None, make_revision(table, document)))
        return changes


def _registry(schema: Schema | None, known: dict[str, int]) -> TableRegistry:
    """The tables of the log under their numbers, then those that are new in ``schema``."""
    defined = {} if schema is None else schema.tables
    numbers = dict(known)
    for name in sorted(defined.keys() - known.keys()):
        numbers[name] = FIRST_TABLE_NUMBER + len(numbers)
    system = [Table(name, *described) for name, described in SYSTEM_TABLES.items()]
    user = [Table(name, number, defined.get(name)) for name, number in numbers.items()]
    return TableRegistry(schema, [*system, *user])
