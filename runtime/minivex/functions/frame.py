"""One run of one handler: where it stands, and what it works on.

::

    mutation jobs:claim     ┌ transaction                        the frames share it …
      query jobs:oldest     └
      query jobs:report     ─ the same snapshot, nothing written   … but for a stale snapshot

Source: convex-backend crates/isolate/src/environment/udf/async_syscall.rs.
"""

from __future__ import annotations

from types import CoroutineType

from minivex.errors import DeveloperError
from minivex.functions.definitions import Function
from minivex.functions.step import Step, StepLog
from minivex.txn.limits import Limits
from minivex.txn.page import QueryJournal
from minivex.txn.transaction import Transaction
from minivex.txn.write_set import Mark

__all__ = ["Frame", "Nesting", "foreign"]


class Nesting:
    """How a handler is inside another one's transaction, and how it leaves it again."""

    __slots__ = ("_limits", "_mark", "_transaction")

    def __init__(self, transaction: Transaction, limits: Limits) -> None:
        self._transaction = transaction
        self._mark: Mark = transaction.begin_nested()
        self._limits = transaction.usage.limits
        transaction.usage.limit(limits)

    def leave(self, error: Exception | None) -> None:
        """Take the limits back; after an error, the writes as well."""
        self._transaction.usage.limit(self._limits)
        if error is not None:
            self._transaction.rollback(self._mark)


class Frame:
    """A handler at work. ``nesting`` is there if another one called it.

    ``transaction`` is what it reads and writes; an action has none.
    """

    __slots__ = ("coroutine", "function", "journal", "log", "nesting", "step", "transaction")

    def __init__(
        self,
        function: Function,
        transaction: Transaction | None,
        journal: QueryJournal,
        nesting: Nesting | None = None,
    ) -> None:
        self.function = function
        self.transaction = transaction
        self.journal = journal
        self.nesting = nesting
        self.log: StepLog = {}
        self.coroutine: CoroutineType[object, object, object] | None = None
        self.step: Step[object] | None = None


def foreign(awaited: object) -> DeveloperError:
    """The refusal of something that a handler awaited and that is no step of its own."""
    if isinstance(awaited, Step):
        return DeveloperError(
            f"{awaited.detail} belongs to another call. Use the ctx that this handler was given."
        )
    return DeveloperError(
        f"The handler awaited {awaited!r}, which is not a step, so it would never end. "
        "Await the methods of ctx, or an async def of your own that does."
    )
