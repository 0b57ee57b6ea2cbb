"""One page of a query: the rows between two places, and where the next page begins.

::

    first run    cursor ──▶ num_items documents ──▶ continueCursor
    run again    cursor ──▶ whatever is there now ──▶ the same continueCursor

The second run follows the journal of the first: it reads up to the same place,
however many rows are there by then. So the pages of a list grow and shrink, but
stay flush: no row between two of them is lost or shown twice.

Source: docs "Paginated Queries"; convex-backend
crates/isolate/src/environment/udf/async_syscall.rs and crates/common/src/query_journal.rs;
npm-packages/convex/src/server/impl/query_impl.ts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from minivex.errors import InvalidArgumentError, PaginationError
from minivex.store.revision import copies
from minivex.txn.cursor import Cursor, fingerprint_of
from minivex.txn.filter import conjunction
from minivex.txn.scan import BATCH, QueryPlan, Scan
from minivex.txn.search_scan import SearchScan, open_scan
from minivex.txn.transaction import Transaction
from minivex.values.order import encode
from minivex.values.value import UNDEFINED, Int64, Undefined, Value, show

__all__ = ["PageOptions", "QueryJournal", "page_options", "read_page"]

ROWS_MAX: Final = 32_000
"""Documents that one function may read. Source: TRANSACTION_MAX_READ_SIZE_ROWS."""

BYTES_MAX: Final = 16 << 20
"""Bytes that one function may read. Source: TRANSACTION_MAX_READ_SIZE_BYTES."""

PAGE_SOFT_MAX: Final = 6_144
"""Three quarters of the longest array that a function may return."""

SPLIT_MIN: Final = 3
"""Rows that must have been scanned before a page is worth two."""


class QueryJournal:
    """Where the page of a function ends: as this run has decided, or one before it has.

    ``previous_end`` is followed, ``end`` is what to give the next run as its ``previous_end``.

    Invariant: with ``previous_end`` set to ``end``, a second run at the same timestamp gives
    the same page and the same ``end``.
    """

    __slots__ = ("end", "previous_end")

    def __init__(self, previous_end: Cursor | None = None) -> None:
        self.previous_end = previous_end
        self.end: Cursor | None = None


class PageOptions(NamedTuple):
    """What ``paginate`` was asked for."""

    num_items: int
    cursor: str | None
    end_cursor: str | None
    rows_max: int | None
    bytes_max: int | None

    def __repr__(self) -> str:
        return f"{{numItems: {self.num_items}}}"


_KEYWORDS: Final = {
    "num_items": "numItems",
    "cursor": "cursor",
    "end_cursor": "endCursor",
    "maximum_rows_read": "maximumRowsRead",
    "maximum_bytes_read": "maximumBytesRead",
}


def page_options(options: object, keywords: Mapping[str, object]) -> PageOptions:
    """Read the options as a client sends them (``numItems``, ``cursor``, …), or as keywords.

    Raises: InvalidArgumentError, if they are none.
    """
    if keywords and options is None:
        for name in keywords.keys() - _KEYWORDS.keys():
            raise InvalidArgumentError(
                f"paginate has no option {name!r}. It takes {', '.join(_KEYWORDS)}."
            )
        options = {_KEYWORDS[name]: value for name, value in keywords.items()}
    if options is None or options is UNDEFINED:
        raise InvalidArgumentError("Must provide arg 1 `options` to `paginate`")
    given = options if isinstance(options, dict) else {}
    num_items = given.get("numItems", UNDEFINED)
    if type(num_items) not in (int, float) or num_items < 0:
        raise InvalidArgumentError(
            f"`options.numItems` must be a positive number. Received `{_text(num_items)}`."
        )
    return PageOptions(
        _whole(num_items, "numItems") or 0,
        _cursor_text(given.get("cursor"), "cursor"),
        _cursor_text(given.get("endCursor"), "endCursor"),
        _whole(given.get("maximumRowsRead"), "maximumRowsRead"),
        _whole(given.get("maximumBytesRead"), "maximumBytesRead"),
    )


def read_page(
    transaction: Transaction, plan: QueryPlan, options: PageOptions, journal: QueryJournal
) -> dict[str, Value]:
    """Read one page. The rows between its two cursors are read, rejected ones included.

    The result has the keys of Convex's ``PaginationResult``. It is done when the scan has
    proved that nothing follows; a page that is exactly full has not.

    Cost: O(log n + k) for k rows scanned.
    Raises: PaginationError, InvalidCursorError, IndexNotFoundError or IndexRangeError.
    """
    _check(options)
    start = None if options.cursor is None else Cursor.from_text(options.cursor)
    end = journal.previous_end
    if options.end_cursor is not None:
        end = Cursor.from_text(options.end_cursor)
    scan = open_scan(transaction, plan)
    fingerprint = _fingerprint(plan, scan.key_fields)
    for cursor in (start, end):
        if cursor is not None:
            cursor.check(fingerprint)
    scan.narrow(after=start, through=end)
    page = _Page(plan, options, is_bounded=end is not None)
    try:
        page.read(scan)
    finally:
        scan.record()
    if end is None:
        end = Cursor(fingerprint, None if scan.is_over else page.keys[-1])
    if journal.end is not None:
        raise PaginationError(
            "This query or mutation function ran multiple paginated queries. "
            "Convex only supports a single paginated query in each function."
        )
    journal.end = end
    split = page.split_key()
    return {
        "page": page.documents,
        "isDone": end.is_end,
        "continueCursor": end.to_text(),
        "splitCursor": None if split is None else Cursor(fingerprint, split).to_text(),
        "pageStatus": page.status(),
    }


class _Page:
    """A page in progress. ``keys`` are those of all rows scanned, in scan order."""

    def __init__(self, plan: QueryPlan, options: PageOptions, *, is_bounded: bool) -> None:
        self.documents: list[Value] = []
        self.keys: list[bytes] = []
        self._test = conjunction(plan.filters)
        self._options = options
        self._is_bounded = is_bounded
        self._bytes = 0
        self._is_cut_short = False

    def read(self, scan: Scan | SearchScan) -> None:
        """Take rows until the page is full, or a budget is used up.

        A page that is bounded by a cursor takes all rows before it, budget or not: only
        then are neighbouring pages flush.
        """
        num_items, rows_max, bytes_max = self._options.num_items, *self._budgets()
        test = self._test
        if test is None and not self._is_bounded and num_items <= rows_max:
            together = scan.page(num_items, bytes_max)
            if together is not None:
                self.keys, revisions, self._bytes = together
                self.documents += copies(revisions)
                return
        keys, documents = self.keys, self.documents
        for key, revision in scan.rows(BATCH if test else min(num_items, 4 * BATCH)):
            document = revision.document
            keys.append(key)
            self._bytes += revision.size_bytes
            if test is None or test(document):
                documents.append(revision.copy())
            if self._is_bounded:
                continue
            if len(documents) == num_items:
                break
            if len(keys) >= rows_max or self._bytes >= bytes_max:
                self._is_cut_short = True
                break

    def split_key(self) -> bytes | None:
        """The key in the middle of what was scanned; none if there is little to split."""
        scanned = len(self.keys)
        return self.keys[scanned // 2] if scanned >= SPLIT_MIN else None

    def status(self) -> str | None:
        """Whether the page should be split, or must be because it is not whole."""
        if self._is_cut_short:
            return "SplitRequired"
        rows_max, bytes_max = self._budgets()
        is_large = len(self.keys) > rows_max * 3 // 4 or self._bytes > bytes_max * 3 // 4
        return "SplitRecommended" if is_large or len(self.documents) > PAGE_SOFT_MAX else None

    def _budgets(self) -> tuple[int, int]:
        rows_max, bytes_max = self._options.rows_max, self._options.bytes_max
        return (
            ROWS_MAX if rows_max is None else min(rows_max, ROWS_MAX),
            BYTES_MAX if bytes_max is None else min(bytes_max, BYTES_MAX),
        )


def _check(options: PageOptions) -> None:
    if options.num_items == 0:
        raise PaginationError("Must request at least 1 document while paginating")
    if options.num_items > ROWS_MAX:
        raise PaginationError(f"Requested too many items: {options.num_items}")
    if options.rows_max == 0 or options.bytes_max == 0:
        raise PaginationError("maximumRowsRead and maximumBytesRead must be greater than 0")


def _fingerprint(plan: QueryPlan, fields: tuple[str, ...]) -> int:
    """What makes a query the same: source, range, order, filters, and the index's fields.

    An index that every table has is known by its name, so a table may appear later.
    """
    parts = [plan.table.encode(), plan.label.encode(), (plan.order or "asc").encode()]
    if plan.label not in ("by_id", "by_creation_time"):
        parts += [field.encode() for field in fields]
    for op, field, value in plan.conditions:
        parts += [op.encode(), field.encode(), encode(value)]
    for op, field, value in plan.search or ():
        parts += [b"search:", op.encode(), field.encode(), encode(value)]
    parts += [b"filter:" + filter_.shape() for filter_ in plan.filters]
    return fingerprint_of(*parts)


def _whole(number: object, name: str) -> int | None:
    if number is None or number is UNDEFINED:
        return None
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if type(number) is not int or number < 0:
        raise InvalidArgumentError(
            f"`options.{name}` must be a whole number. Received `{_text(number)}`."
        )
    return number


def _cursor_text(cursor: object, name: str) -> str | None:
    if cursor is None or cursor is UNDEFINED:
        return None
    if type(cursor) is not str:
        raise InvalidArgumentError(
            f"`options.{name}` must be a cursor or null. Received `{_text(cursor)}`."
        )
    return cursor


def _text(value: object) -> str:
    """A value as a template literal of JavaScript would put it in a message."""
    if isinstance(value, Undefined):
        return "undefined"
    if isinstance(value, Int64):
        return str(value.value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if value is None or type(value) is bool:
        return show(value)
    return str(value)
