"""Where a call in flight stands, as something that can be compared.

::

    action  told 3 things  ──waits for──▶  mutation, attempt 2, about to commit
    └────────── levels ──────────────────────────────┘          └ transaction

A handler depends on its arguments, its seed, the time it began and what it has been told, so two calls that agree in
these are at the same point.
"""

from __future__ import annotations

from typing import NamedTuple

from minivex.functions.execution import Execution
from minivex.txn.transaction import Transaction

__all__ = ["Level", "Stand"]


class Level(NamedTuple):
    """One function of those that wait for each other."""

    path: str
    attempt: int
    began_ms: int | None
    """None before the first attempt."""

    heard: tuple[tuple[object, Exception | None], ...]
    """What an action has been told, if it is remembered."""


class Stand(NamedTuple):
    """The functions that wait for each other, the outermost first."""

    levels: tuple[Level, ...]
    transaction: Transaction | None
    """What the innermost is about to commit; None if it is not."""

    @classmethod
    def of(cls, execution: Execution) -> Stand:
        """Where ``execution`` and what it waits for stand."""
        levels = []
        while True:
            levels.append(
                Level(
                    execution.function.path,
                    execution.attempt,
                    execution.began_ms,
                    tuple(execution.heard or ()),
                )
            )
            if execution.child is None:
                return cls(tuple(levels), execution.committing)
            execution = execution.child
