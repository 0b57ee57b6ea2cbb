"""The limits of one function execution, and what is said when one is reached.

Source: docs "Limits"; convex-backend crates/common/src/knobs.rs.
Differs: time and memory are not limited. The second that a query or mutation may compute, and
the memory that any function may take, are for whoever runs untrusted code to enforce.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from typing import Final

from minivex.errors import LimitError

__all__ = [
    "LIMITS",
    "NO_LIMITS",
    "Limits",
    "check_arguments",
    "check_result",
    "in_mib",
    "refusal",
]

MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one execution can use. A call that uses exactly this much succeeds.

    ``divisor`` is how many times lower than the real ones they are; the texts of errors say so.
    """

    documents_read: int = 32_000
    bytes_read: int = 16 * MIB
    ranges_read: int = 4_096
    documents_written: int = 16_000
    bytes_written: int = 16 * MIB
    functions_scheduled: int = 1_000
    scheduled_bytes: int = 16 * MIB
    arguments_bytes: int = 16 * MIB
    result_bytes: int = 16 * MIB
    divisor: int = 1

    def scaled(self, divisor: int) -> Limits:
        """A small world: the same limits, ``divisor`` times lower, so that a lab reaches them.

        >>> LIMITS.scaled(1000).documents_read
        32
        """
        values = {name: max(1, getattr(self, name) // divisor) for name in _NUMBERS}
        return Limits(**values, divisor=self.divisor * divisor)

    def origin(self, name: str) -> str:
        r"""What to add to a message about the limit ``name`` if a lab has lowered it.

        >>> LIMITS.scaled(1000).origin("documents_read")
        '\nThis is a small world: the lab divides every limit by 1000, and the real one is 32000.'
        """
        real: int = getattr(LIMITS, name)
        if self.divisor == 1 or getattr(self, name) != max(1, real // self.divisor):
            return ""
        return (
            f"\nThis is a small world: the lab divides every limit by {self.divisor}, "
            f"and the real one is {real}."
        )


_NUMBERS: Final = tuple(field.name for field in fields(Limits) if field.name != "divisor")


LIMITS: Final = Limits()
"""The real numbers."""

NO_LIMITS: Final = Limits(**dict.fromkeys(_NUMBERS, sys.maxsize))
"""For what the engine does itself, such as loading data."""


def check_arguments(limits: Limits, path: str, size_bytes: int) -> None:
    """Refuse arguments that are too large.

    Raises: LimitError.
    """
    if size_bytes > limits.arguments_bytes:
        raise refusal(
            limits,
            "arguments_bytes",
            f"Arguments for {path} are too large (actual: {in_mib(size_bytes)}, "
            f"limit: {in_mib(limits.arguments_bytes)})",
            "Store the data, and pass ids.",
        )


def check_result(limits: Limits, path: str, size_bytes: int) -> None:
    """Refuse a result that is too large.

    Raises: LimitError.
    """
    if size_bytes > limits.result_bytes:
        raise refusal(
            limits,
            "result_bytes",
            f"Function {path} return value is too large (actual: {in_mib(size_bytes)}, "
            f"limit: {in_mib(limits.result_bytes)})",
            "Return one page at a time.",
        )


def in_mib(size_bytes: int) -> str:
    """Bytes as messages write them: whole MiB, or MiB with two decimals, or bytes.

    >>> in_mib(16 << 20), in_mib((16 << 20) + 90_000), in_mib(500)
    ('16 MiB', '16.09 MiB', '500 B')
    """
    if size_bytes < MIB:
        return f"{size_bytes} B"
    text = f"{size_bytes / MIB:.2f}".removesuffix(".00")
    return f"{text} MiB"


def refusal(limits: Limits, name: str, message: str, cure: str = "") -> LimitError:
    """The error for one more than the limit ``name`` allows; ``cure`` is a note on what to do."""
    error = LimitError(message + limits.origin(name))
    if cure:
        error.add_note(cure)
    return error
