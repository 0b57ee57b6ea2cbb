"""The rows of one index range, one after the other; what was looked at becomes a read.

::

    plan: range of an index, order          rows()  key, revision ── key, revision ── …
      └─ perhaps between two cursors        record()  ╰── since the last record ──╯

A scan may stop after any row and go on later. It fetches rows ahead of the one that is
wanted, but only rows that it has handed out are recorded as read.

Source: convex-backend crates/database/src/query/index_range.rs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from minivex.errors import IndexNotFoundError
from minivex.index.index_key import Document
from minivex.index.index_range import compile_range
from minivex.index.interval import Interval
from minivex.index.text_filter import TextConditions
from minivex.store.revision import Revision
from minivex.store.table_registry import Index, Table
from minivex.txn.cursor import Cursor
from minivex.txn.filter import Filter
from minivex.txn.read_set import after_key
from minivex.txn.transaction import Transaction
from minivex.values.value import Undefined, Value

__all__ = ["BATCH", "QueryPlan", "Scan"]

BATCH: Final = 64
"""Rows fetched at once when nobody knows how many are needed."""
LARGE_BATCH: Final = 1024
"""Rows fetched at once when all are needed."""


class QueryPlan(NamedTuple):
    """What to read: nothing is looked up or checked against the schema yet."""

    table: str
    label: str = "by_creation_time"
    conditions: tuple[tuple[str, str, Value | Undefined], ...] = ()
    order: str | None = None
    filters: tuple[Filter, ...] = ()
    search: TextConditions | None = None


class Scan:
    """A place in the rows of ``plan``, filters left aside.

    Invariant: rows fetched ahead come from the snapshot alone. While the transaction has
    changes to the table they are forgotten at every record, and looked up again.
    """

    __slots__ = (
        "_at",
        "_end",
        "_fetched",
        "_index",
        "_keys",
        "_last_key",
        "_revisions",
        "_start",
        "_table",
        "_transaction",
        "count",
        "is_over",
        "is_reverse",
    )

    def __init__(self, transaction: Transaction, plan: QueryPlan) -> None:
        """Find the index and the range; a table that does not exist has no rows.

        Raises: IndexNotFoundError or IndexRangeError.
        """
        self._transaction = transaction
        self.is_reverse = plan.order == "desc"
        self._table: Table | None = transaction.registry.by_name.get(plan.table)
        self._index: Index | None = None
        interval = _NOTHING
        if self._table is not None:
            self._index = self._table.index(plan.label)
            interval = compile_range(plan.conditions, self._index.name, self._index.fields)
        elif plan.label not in ("by_id", "by_creation_time"):
            raise IndexNotFoundError(f"Index {plan.table}.{plan.label} not found.")
        self._start, self._end = self._fetched = interval
        self._keys: list[bytes] = []
        self._revisions: list[Revision] = []
        self._at = 0
        self._last_key: bytes | None = None
        self.count = 0
        self.is_over = False

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The fields of the index; none if the table does not exist yet."""
        return () if self._index is None else self._index.key_fields

    def narrow(self, *, after: Cursor | None, through: Cursor | None) -> None:
        """Leave out what is not behind ``after``, or is behind ``through``."""
        interval = Interval(self._start, self._end)
        if after is not None:
            interval = _NOTHING if after.after is None else self._behind(interval, after.after)
        if through is not None and through.after is not None:
            interval = self._up_to(interval, through.after)
        self._start, self._end = self._fetched = interval

    def rows(self, batch: int = BATCH) -> Iterator[tuple[bytes, Revision]]:
        """The rows that are left, each with its key, fetched ``batch`` at a time.

        Cost: O(log n) per batch, O(1) per row.
        """
        self._forget_what_may_change()
        is_counted = self._table is not None and not self._table.is_system
        usage = self._transaction.usage
        while self._at < len(self._keys) or self._fetch(batch):
            at = self._at
            self._at = at + 1
            self._last_key = key = self._keys[at]
            self.count += 1
            revision = self._revisions[at]
            if is_counted:
                usage.read_one(revision)
            yield key, revision
        self.is_over = True

    def passing(self, test: Callable[[Document], bool]) -> list[Revision]:
        """All rows that are left and pass ``test``, which must not depend on anything else.

        The others are read as well. Where a limit is reached or ``test`` raises, all happens
        row by row, so that what was read until then is exact.

        Cost: O(log n) per batch, O(1) per row.
        Raises: LimitError, or what ``test`` raises.
        """
        self._forget_what_may_change()
        table, usage = self._table, self._transaction.usage
        found: list[Revision] = []
        while self._at < len(self._keys) or self._fetch(LARGE_BATCH):
            revisions = self._revisions[self._at :]
            try:
                passing = [one for one in revisions if test(one.document)]
            except Exception:  # noqa: BLE001 - it is raised again, by the row that it belongs to
                break
            if table is not None and not table.is_system and not usage.read_together(revisions):
                break
            found += passing
            self._at = len(self._keys)
            self._last_key = self._keys[-1]
            self.count += len(revisions)
        else:
            self.is_over = True
            return found
        self.record()
        return found + [one for _, one in self.rows(LARGE_BATCH) if test(one.document)]

    def peek(self, limit: int | None) -> list[Revision]:
        """The next ``limit`` rows, or all that are left. They are not read yet."""
        table, index, start, end = self._table, self._index, self._start, self._end
        if table is None or index is None or (end is not None and end <= start):
            return []
        self._keys, self._revisions = self._transaction.scan(
            table, index, start, end, limit, is_reverse=self.is_reverse
        )
        self._at = 0
        return self._revisions

    def page(self, limit: int, bytes_max: int) -> tuple[list[bytes], list[Revision], int] | None:
        """The first ``limit`` rows, their keys first and their weight last, all read; or ``None``.

        They are not taken together if they weigh ``bytes_max`` or more, or if a limit of the
        function is in the way. Then nothing is read, and row by row shows how far it goes.
        """
        revisions = self.peek(limit)
        keys, table, usage = self._keys, self._table, self._transaction.usage
        self._keys, self._revisions, self._at = [], [], 0
        is_counted = table is not None and not table.is_system
        weight = sum([one.size_bytes for one in revisions])
        if weight >= bytes_max or (is_counted and not usage.read_together(revisions, weight)):
            return None
        self.count = len(keys)
        if len(keys) == limit:
            self._last_key = keys[-1]
        else:
            self.is_over = True
        return keys, revisions, weight

    def take(self, limit: int | None) -> list[Revision]:
        """The next ``limit`` rows, or all that are left; they are recorded.

        Cost: O(log n + k) for k rows.
        """
        revisions = self.peek(limit)
        table, keys = self._table, self._keys
        if table is None:
            return []
        self.count = len(revisions)
        if limit is not None and len(revisions) == limit > 0:
            self._last_key = keys[-1]
        else:
            self.is_over = True
        self.record()
        if not table.is_system:
            self._transaction.usage.read(revisions)
        self._keys, self._revisions, self._at = [], [], 0
        self._fetched = Interval(self._start, self._end)
        return revisions

    def record(self) -> None:
        """Let all rows handed out since the last record enter the read set.

        At the end of the range, so does what is left of it.
        """
        index, last_key = self._index, self._last_key
        read = rest = Interval(self._start, self._end)
        if self.is_over:
            rest = _NOTHING
        elif last_key is not None:
            read, rest = self._up_to(read, last_key), self._behind(rest, last_key)
        else:
            return
        if index is None or read.is_empty:
            return
        self._transaction.record(index, read.start, read.end, self.count)
        self._start, self._end = rest
        self._last_key = None
        self.count = 0
        self._forget_what_may_change()

    def _fetch(self, batch: int) -> bool:
        """Get the next rows ready; false if there are none."""
        table, index, (start, end) = self._table, self._index, self._fetched
        if table is None or index is None or self._fetched.is_empty:
            return False
        keys, revisions = self._transaction.scan(
            table, index, start, end, batch, is_reverse=self.is_reverse
        )
        if not keys:
            return False
        self._keys, self._revisions, self._at = keys, revisions, 0
        self._fetched = self._behind(self._fetched, keys[-1])
        return True

    def _forget_what_may_change(self) -> None:
        """Drop the rows fetched ahead if own writes can move, add or remove some."""
        table = self._table
        if table is not None and self._transaction.writes.of_table(table.name) is not None:
            self._keys, self._revisions, self._at = [], [], 0
            self._fetched = Interval(self._start, self._end)

    def _up_to(self, interval: Interval, key: bytes) -> Interval:
        """The part of ``interval`` that a scan meets until it has met ``key``."""
        start, end = interval
        if self.is_reverse:
            return Interval(max(start, key), end)
        behind = after_key(key)
        return Interval(start, behind if end is None else min(end, behind))

    def _behind(self, interval: Interval, key: bytes) -> Interval:
        """The rest of ``interval``, for a scan that has met ``key``."""
        start, end = interval
        if self.is_reverse:
            return Interval(start, key if end is None else min(end, key))
        return Interval(max(start, after_key(key)), end)


_NOTHING: Final = Interval(b"", b"")
