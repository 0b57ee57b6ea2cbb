"""``ctx.meta``: what a transaction knows of itself: its snapshot, and how much of its limits is used.

Source: docs "Limits"; npm-packages/convex/src/server/meta.ts.
"""

from __future__ import annotations

from minivex.functions.step import Step, StepLog
from minivex.txn.transaction import Transaction
from minivex.values.value import Int64

__all__ = ["Meta"]


class Meta:
    """``ctx.meta`` of a query or a mutation."""

    __slots__ = ("_log", "_transaction")

    def __init__(self, transaction: Transaction, log: StepLog) -> None:
        self._transaction = transaction
        self._log = log

    def get_transaction_metrics(self) -> Step[dict[str, dict[str, float]]]:
        """For each limit, how much is ``used`` and how much is ``remaining``."""
        return Step(
            self._log,
            "1.0/getTransactionMetrics",
            "ctx.meta",
            "get_transaction_metrics",
            self._metrics,
        )

    def get_snapshot_ts(self) -> Int64:
        """The timestamp of the snapshot that every read of this transaction sees.

        Commits up to it are visible and later ones are not. It is of the same clock as
        ``ctx.db.vars.commit_ts``, and not of that of ``_creationTime``. Not a step: nothing is
        read.

        Source: docs "Commit Timestamp"; npm-packages/convex/src/server/meta.ts.
        """
        return Int64(self._transaction.begin_ts)

    def _metrics(self) -> dict[str, dict[str, float]]:
        transaction = self._transaction
        return transaction.usage.metrics(transaction.reads)
