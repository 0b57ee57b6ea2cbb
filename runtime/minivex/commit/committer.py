"""The only writer: it checks that what was read still holds, and publishes what was written.

::

    began at 7 ──── reads ────▶ commit? ── anything of 8…now inside the reads? ─ yes ▶ conflict
                                                                              └─ no ─▶ ts, publish, log

A transaction that wrote nothing commits unchecked: it took place at its snapshot.
Everything else takes place at its commit timestamp, and the check proves that its
reads would have given the same answers there. So the order of commit timestamps is
a serial order that explains every result.

Source: docs "OCC and Atomicity"; convex-backend crates/database/src/committer.rs.
Differs: in Convex every mutation that a browser client sends also writes a row that makes a
resend harmless, so even one that only reads is checked. Here only one that is run with a
``request`` does; any other that wrote nothing commits unchecked.
"""

from __future__ import annotations

from collections.abc import Sequence

from minivex.clock import VirtualClock
from minivex.commit.durable_log import DurableLog
from minivex.commit.validation import Isolation, Validate, first_conflict
from minivex.commit.write_log import LogEntry, WriteLog
from minivex.errors import OptimisticConcurrencyConflict
from minivex.store.revision import make_revision
from minivex.store.snapshot_manager import Change, SnapshotManager
from minivex.store.table_registry import Table, TableRegistry
from minivex.txn.transaction import NANOSECONDS, Transaction
from minivex.values.pending import resolve

__all__ = ["Committer", "Isolation"]

TS_STEP = 1_000
"""Least distance of commit timestamps: more than a creation time's resolution of 244 ns."""


class Committer:
    """Orders commits. One of them happens at a time; it is in ``durable`` first, if there is one.

    ``validate`` takes the place of the check that ``isolation`` asks for, if it is supplied.
    """

    __slots__ = ("_clock", "_snapshots", "durable", "isolation", "log", "validate")

    def __init__(
        self,
        snapshots: SnapshotManager,
        clock: VirtualClock,
        isolation: Isolation,
        durable: DurableLog | None = None,
        validate: Validate | None = None,
    ) -> None:
        self._snapshots = snapshots
        self._clock = clock
        self.isolation = isolation
        self.validate = validate
        self.durable = durable
        self.log = WriteLog(snapshots.latest.ts)

    def commit(
        self, transaction: Transaction, *, label: str | None = None, path: str | None = None
    ) -> int:
        """Publish the transaction and return its timestamp; its snapshot is released either way.

        Cost: O(documents × indexes × log n), and the check when others committed meanwhile.
        Raises: OptimisticConcurrencyConflict, naming the write that came in between, or
            StorageError, if the commit could not be made durable; then it is not published.
            DeveloperError, if ``validate`` is supplied and gives no answer.
        """
        self._snapshots.release(transaction.snapshot)
        writes = transaction.writes
        if not writes:
            return transaction.begin_ts
        latest = self._snapshots.latest
        if latest.ts != transaction.begin_ts:
            conflict = first_conflict(transaction, self.log, self.validate or self.isolation)
            if conflict is not None:
                raise OptimisticConcurrencyConflict(conflict)
            is_checked = self.validate is None and self.isolation is Isolation.SERIALIZABLE
            changes = writes.changes() if is_checked else self._rebase(writes.changes())
        else:
            changes = writes.changes()
        if transaction.begin_ts <= self._snapshots.built_ts or self._snapshots.backfills:
            changes = self._snapshots.complete(changes)
        ts = max(self._next_ts(), _ceil_nanoseconds(transaction.next_creation_time))
        new_tables = writes.new_tables
        if writes.has_commit_ts:
            changes = [_resolved(change, ts) for change in changes]
        entry = LogEntry(ts, label, path, changes, new_tables)
        if self.durable is not None:
            self.durable.append(entry)
        self._snapshots.publish(ts, changes, new_tables)
        self.log.append(entry)
        return ts

    def redefine(self, registry: TableRegistry, new_tables: Sequence[Table]) -> int:
        """Publish tables and indexes that a push has defined; returns the timestamp.

        Every transaction that has begun depends on them, and conflicts.

        Cost: as ``store.backfill.redefine``.
        Raises: StorageError, if the new tables could not be made durable.
        """
        ts = self._next_ts()
        entry = LogEntry(ts, None, None, (), tuple(new_tables), is_push=True)
        if self.durable is not None:
            self.durable.append(entry)
        self._snapshots.redefine(ts, registry)
        self.log.append(entry)
        return ts

    def _next_ts(self) -> int:
        return max(self._snapshots.latest.ts + TS_STEP, self._clock.now_ms * NANOSECONDS)

    def _rebase(self, changes: list[Change]) -> list[Change]:
        """Let each change start from the newest revision, whatever the transaction had seen."""
        latest = self._snapshots.latest
        rebased = []
        for table, old, new in changes:
            revision = new or old
            assert revision is not None, "a change changes something"
            current = latest.get(table.name, revision.keys[0])
            if current is not None or new is not None:
                rebased.append(Change(table, current, new))
        return rebased


def _resolved(change: Change, ts: int) -> Change:
    """The change with the commit timestamp in every place that waits for it."""
    table, old, new = change
    if new is None:
        return change
    document = resolve(new.document, ts)
    assert isinstance(document, dict), "a document is an object"
    return Change(table, old, make_revision(table, document, new))


def _ceil_nanoseconds(milliseconds: float) -> int:
    """The first whole nanosecond that is not before ``milliseconds``, exactly."""
    whole = int(milliseconds)
    return whole * NANOSECONDS - int((whole - milliseconds) * NANOSECONDS // 1)
