"""``ctx.meta``: what a transaction has used of its limits so far.

Source: docs "Limits"; npm-packages/convex/src/server/meta.ts.
"""

from __future__ import annotations

from minivex.functions.step import Step, StepLog
from minivex.txn.transaction import Transaction

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

    def _metrics(self) -> dict[str, dict[str, float]]:
        transaction = self._transaction
        return transaction.usage.metrics(transaction.reads)
