"""How much of its limits one function execution has used.

::

    read a document ──▶ count it ──▶ over the limit? ──▶ LimitError at this very call
                                          the count stays, so the next read fails as well

Every document that a scan reaches counts, each time, whether or not a filter keeps it.
Ranges count after merging: ten thousand documents in one scan are one range, ten thousand
single ones are ten thousand. A nested call shares the counts of its caller, and what it
used stays used when it is rolled back. Tables of the system are not counted.

Source: docs "Limits"; convex-backend crates/database/src/reads.rs, writes.rs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from minivex.errors import InvalidArgumentError
from minivex.store.revision import Revision
from minivex.txn.limits import Limits, in_mib, refusal
from minivex.txn.read_set import ReadSet

__all__ = ["Usage"]

_HELP: Final = (
    "Consider using smaller limits in your queries, paginating your queries, or using indexed "
    "queries with a selective index range expressions."
)


class Meter(NamedTuple):
    """One count and its limit."""

    used: int
    limit: int

    def to_json(self) -> dict[str, float]:
        """The count in the form that ``ctx.meta`` gives."""
        return {"used": float(self.used), "remaining": float(max(0, self.limit - self.used))}


class Usage:
    """How much of the limits a transaction has used. The offending read or write is counted.

    Up to ``ranges_checked_at`` recorded reads there is no need to look how many ranges they are.
    """

    __slots__ = (
        "bytes_read",
        "bytes_written",
        "documents_read",
        "documents_written",
        "functions_scheduled",
        "limits",
        "ranges_checked_at",
        "scheduled_bytes",
    )

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.documents_read = 0
        self.bytes_read = 0
        self.documents_written = 0
        self.bytes_written = 0
        self.functions_scheduled = 0
        self.scheduled_bytes = 0
        self.ranges_checked_at = limits.ranges_read

    def read(self, revisions: Sequence[Revision]) -> None:
        """Count documents that were read, up to the first one that is too many.

        Raises: LimitError.
        """
        if not self.read_together(revisions):
            list(map(self.read_one, revisions))  # one of them is too many

    def read_one(self, revision: Revision) -> None:
        """Count one document that was read.

        Raises: LimitError.
        """
        self.documents_read = documents = self.documents_read + 1
        self.bytes_read = weight = self.bytes_read + revision.size_bytes
        limits = self.limits
        if documents > limits.documents_read:
            raise refusal(
                limits,
                "documents_read",
                "Too many documents read in a single function execution "
                f"(limit: {limits.documents_read}). {_HELP}",
            )
        if weight > limits.bytes_read:
            raise refusal(
                limits,
                "bytes_read",
                "Too many bytes read in a single function execution "
                f"(limit: {limits.bytes_read} bytes). {_HELP}",
            )

    def read_together(self, revisions: Sequence[Revision], weight: int | None = None) -> bool:
        """Count documents if there is room for all of them; else false, and none is counted.

        ``weight`` is what they weigh together, if that is known.
        """
        if weight is None:
            weight = sum([revision.size_bytes for revision in revisions])
        documents = self.documents_read + len(revisions)
        weight += self.bytes_read
        if documents > self.limits.documents_read or weight > self.limits.bytes_read:
            return False
        self.documents_read = documents
        self.bytes_read = weight
        return True

    def check_ranges(self, reads: ReadSet) -> None:
        """Check the number of ranges, which is known only after merging them.

        Cost: O(1), but O(n log n) when there could be too many.
        Raises: LimitError.
        """
        recorded = len(reads.ranges)
        if recorded <= self.ranges_checked_at:
            return
        merged = reads.user_ranges()
        if merged > self.limits.ranges_read:
            raise refusal(
                self.limits,
                "ranges_read",
                "Too many reads in a single function execution "
                f"(limit: {self.limits.ranges_read}). {_HELP}",
            )
        self.ranges_checked_at = recorded + self.limits.ranges_read - merged

    def write(self, size_bytes: int) -> None:
        """Count a write of a document that weighs ``size_bytes`` afterwards; 0 if it is gone.

        Raises: LimitError.
        """
        self.documents_written += 1
        self.bytes_written += size_bytes
        limits = self.limits
        if self.documents_written > limits.documents_written:
            raise refusal(
                limits,
                "documents_written",
                "Too many writes in a single function execution "
                f"(limit: {limits.documents_written})",
                "Write a part of it, and schedule the rest.",
            )
        if self.bytes_written > limits.bytes_written:
            raise refusal(
                limits,
                "bytes_written",
                "Too many bytes written in a single function execution "
                f"(limit: {in_mib(limits.bytes_written)})",
                "Write a part of it, and schedule the rest.",
            )

    def schedule(self, args_bytes: int) -> None:
        """Count a scheduled call.

        Raises: LimitError.
        """
        self.functions_scheduled += 1
        self.scheduled_bytes += args_bytes
        limits = self.limits
        if self.functions_scheduled > limits.functions_scheduled:
            raise refusal(
                limits,
                "functions_scheduled",
                "Too many functions scheduled by this mutation "
                f"(limit: {limits.functions_scheduled})",
                "Schedule one function that schedules the rest.",
            )
        if self.scheduled_bytes > limits.scheduled_bytes:
            raise refusal(
                limits,
                "scheduled_bytes",
                "Too large total size of the arguments of scheduled functions from this mutation "
                f"(limit: {limits.scheduled_bytes} bytes)",
                "Store the data, and pass ids.",
            )

    def limit(self, limits: Limits) -> None:
        """Let other limits hold from here on, and what was used stay used."""
        if limits is not self.limits:
            self.limits = limits
            self.ranges_checked_at = 0

    def lowered(self, budget: Mapping[str, float] | None, reads: ReadSet) -> Limits:
        """The limits of a nested call that may use no more than ``budget`` from here on.

        A budget never raises a limit. Its names are those of ``metrics``, in snake_case.

        Raises: InvalidArgumentError, for a name that there is not, or no number.
        Source: docs "Writing Data"; convex-backend crates/database/src/execution_size.rs.
        """
        if not budget:
            return self.limits
        values = {}
        for name, given in budget.items():
            limit = _BUDGETS.get(name)
            if limit is None:
                raise InvalidArgumentError(
                    f"There is no transaction limit {name!r}. There are: {', '.join(_BUDGETS)}."
                )
            if type(given) not in (int, float) or not given >= 0:
                raise InvalidArgumentError(
                    f"The transaction limit {name!r} is {given!r}. Use a number, 0 or more."
                )
            used = reads.user_ranges() if limit == "ranges_read" else getattr(self, limit)
            values[limit] = int(min(getattr(self.limits, limit), used + given))
        return replace(self.limits, **values)

    def metrics(self, reads: ReadSet) -> dict[str, dict[str, float]]:
        """Used and remaining, as ``ctx.meta.get_transaction_metrics()`` gives them."""
        limits = self.limits
        meters = {
            "bytesRead": Meter(self.bytes_read, limits.bytes_read),
            "bytesWritten": Meter(self.bytes_written, limits.bytes_written),
            "databaseQueries": Meter(reads.user_ranges(), limits.ranges_read),
            "documentsRead": Meter(self.documents_read, limits.documents_read),
            "documentsWritten": Meter(self.documents_written, limits.documents_written),
            "functionsScheduled": Meter(self.functions_scheduled, limits.functions_scheduled),
            "scheduledFunctionArgsBytes": Meter(self.scheduled_bytes, limits.scheduled_bytes),
        }
        return {name: meter.to_json() for name, meter in meters.items()}


_BUDGETS: Final = {
    "bytes_read": "bytes_read",
    "bytes_written": "bytes_written",
    "database_queries": "ranges_read",
    "documents_read": "documents_read",
    "documents_written": "documents_written",
    "functions_scheduled": "functions_scheduled",
    "scheduled_function_args_bytes": "scheduled_bytes",
}
"""What a nested call can be given a budget of, and the limit that each lowers."""
