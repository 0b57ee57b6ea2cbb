"""What one function execution may read, write and schedule, and how much of it is used.

::

    read a document ──▶ count it ──▶ over the limit? ──▶ LimitError at this very call
                                          the count stays, so the next read fails as well

Every document that a scan reaches counts, each time, whether or not a filter keeps it.
Ranges count after merging: ten thousand documents in one scan are one range, ten thousand
single ones are ten thousand. A nested call shares the counts of its caller, and what it
used stays used when it is rolled back. Tables of the system are not counted.

Source: docs "Limits"; convex-backend crates/common/src/knobs.rs and
crates/database/src/reads.rs, writes.rs.
Differs: there is no limit on time or memory; whoever runs untrusted code sets one.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, NamedTuple

from minivex.errors import InvalidArgumentError, LimitError
from minivex.store.revision import Revision
from minivex.txn.read_set import ReadSet

__all__ = ["LIMITS", "NO_LIMITS", "Limits", "Usage", "check_arguments", "check_result"]

_MIB: Final = 1024 * 1024
_HELP: Final = (
    "Consider using smaller limits in your queries, paginating your queries, or using indexed "
    "queries with a selective index range expressions."
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one execution can use. A call that uses exactly this much succeeds."""

    documents_read: int = 32_000
    bytes_read: int = 16 * _MIB
    ranges_read: int = 4_096
    documents_written: int = 16_000
    bytes_written: int = 16 * _MIB
    functions_scheduled: int = 1_000
    scheduled_bytes: int = 16 * _MIB
    arguments_bytes: int = 16 * _MIB
    result_bytes: int = 16 * _MIB

    def scaled(self, divisor: int) -> Limits:
        """A small world: the same limits, ``divisor`` times lower, so that a lab reaches them.

        >>> LIMITS.scaled(1000).documents_read
        32
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return Limits(**{name: max(1, value // divisor) for name, value in values.items()})


LIMITS: Final = Limits()
"""The real numbers."""

NO_LIMITS: Final = Limits(**{field.name: sys.maxsize for field in fields(Limits)})
"""For what the engine does itself, such as loading data."""


class Meter(NamedTuple):
    """One count and its limit."""

    used: int
    limit: int

    def to_json(self) -> dict[str, float]:
        """The count in the form that ``ctx.meta`` gives."""
        return {"used": float(self.used), "remaining": float(max(0, self.limit - self.used))}


class Usage:
    """How much of the limits a transaction has used. The offending read or write is counted."""

    __slots__ = (
        "_ranges_checked_at",
        "bytes_read",
        "bytes_written",
        "documents_read",
        "documents_written",
        "functions_scheduled",
        "limits",
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
        self._ranges_checked_at = limits.ranges_read

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
        self.documents_read += 1
        self.bytes_read += revision.size_bytes
        limits = self.limits
        if self.documents_read > limits.documents_read:
            raise _refusal(
                "Too many documents read in a single function execution "
                f"(limit: {limits.documents_read}). {_HELP}"
            )
        if self.bytes_read > limits.bytes_read:
            raise _refusal(
                "Too many bytes read in a single function execution "
                f"(limit: {limits.bytes_read} bytes). {_HELP}"
            )

    def read_together(self, revisions: Sequence[Revision]) -> bool:
        """Count documents if there is room for all of them; else false, and none is counted."""
        documents = self.documents_read + len(revisions)
        weight = self.bytes_read + sum([revision.size_bytes for revision in revisions])
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
        if reads.recorded <= self._ranges_checked_at:
            return
        merged = reads.user_ranges()
        if merged > self.limits.ranges_read:
            raise _refusal(
                "Too many reads in a single function execution "
                f"(limit: {self.limits.ranges_read}). {_HELP}"
            )
        self._ranges_checked_at = reads.recorded + self.limits.ranges_read - merged

    def write(self, size_bytes: int) -> None:
        """Count a write of a document that weighs ``size_bytes`` afterwards; 0 if it is gone.

        Raises: LimitError.
        """
        self.documents_written += 1
        self.bytes_written += size_bytes
        limits = self.limits
        if self.documents_written > limits.documents_written:
            raise _refusal(
                "Too many writes in a single function execution "
                f"(limit: {limits.documents_written})",
                "Write a part of it, and schedule the rest.",
            )
        if self.bytes_written > limits.bytes_written:
            raise _refusal(
                "Too many bytes written in a single function execution "
                f"(limit: {_in_mib(limits.bytes_written)})",
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
            raise _refusal(
                "Too many functions scheduled by this mutation "
                f"(limit: {limits.functions_scheduled})",
                "Schedule one function that schedules the rest.",
            )
        if self.scheduled_bytes > limits.scheduled_bytes:
            raise _refusal(
                "Too large total size of the arguments of scheduled functions from this mutation "
                f"(limit: {limits.scheduled_bytes} bytes)",
                "Store the data, and pass ids.",
            )

    def limit(self, limits: Limits) -> None:
        """Let other limits hold from here on, and what was used stay used."""
        if limits is not self.limits:
            self.limits = limits
            self._ranges_checked_at = 0

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


def check_arguments(limits: Limits, path: str, size_bytes: int) -> None:
    """Refuse arguments that are too large.

    Raises: LimitError.
    """
    if size_bytes > limits.arguments_bytes:
        raise _refusal(
            f"Arguments for {path} are too large (actual: {_in_mib(size_bytes)}, "
            f"limit: {_in_mib(limits.arguments_bytes)})",
            "Store the data, and pass ids.",
        )


def check_result(limits: Limits, path: str, size_bytes: int) -> None:
    """Refuse a result that is too large.

    Raises: LimitError.
    """
    if size_bytes > limits.result_bytes:
        raise _refusal(
            f"Function {path} return value is too large (actual: {_in_mib(size_bytes)}, "
            f"limit: {_in_mib(limits.result_bytes)})",
            "Return one page at a time.",
        )


def _in_mib(size_bytes: int) -> str:
    """Bytes as messages write them: whole MiB, or MiB with two decimals, or bytes.

    >>> _in_mib(16 << 20), _in_mib((16 << 20) + 90_000), _in_mib(500)
    ('16 MiB', '16.09 MiB', '500 B')
    """
    if size_bytes < _MIB:
        return f"{size_bytes} B"
    text = f"{size_bytes / _MIB:.2f}".removesuffix(".00")
    return f"{text} MiB"


def _refusal(message: str, cure: str = "") -> LimitError:
    error = LimitError(message)
    if cure:
        error.add_note(cure)
    return error
