"""``ctx.meta``: what a function can know of itself, and of what called it.

=========================  ===========================================  ==============
method                     gives                                        of
=========================  ===========================================  ==============
get_transaction_metrics    how much of each limit is used               query, mutation
get_snapshot_ts            the timestamp that every read sees           query, mutation
get_function_metadata      name, kind and visibility                    all
get_deployment_metadata    where it runs                                all
get_request_metadata       the request, or the job, that it serves      mutation, action
=========================  ===========================================  ==============

Source: docs "Limits" and "Commit Timestamp"; npm-packages/convex/src/server/meta.ts.
Differs: the deployment is always the same local one; a request has no address, no browser and
no token. A query that asks for its snapshot is cached like any other.
"""

from __future__ import annotations

from typing import Final

from minivex.functions.definitions import Function
from minivex.functions.ports import Caller
from minivex.functions.step import Step, StepLog
from minivex.txn.transaction import Transaction
from minivex.values.value import Int64, Value

__all__ = ["ActionMeta", "MutationMeta", "QueryMeta"]

_DEPLOYMENT: Final[dict[str, Value]] = {"name": "anonymous-minivex", "region": None, "class": "s16"}


class _Meta:
    """What all kinds can ask."""

    __slots__ = ("_function", "_log")

    def __init__(self, function: Function, log: StepLog) -> None:
        self._function = function
        self._log = log

    def get_function_metadata(self) -> Step[dict[str, Value]]:
        """Give the function's ``name``, ``type`` and ``visibility``; ``componentPath`` is empty."""
        return Step(
            self._log,
            "1.0/getFunctionMetadata",
            "ctx.meta",
            "get_function_metadata",
            self._describe,
        )

    def get_deployment_metadata(self) -> Step[dict[str, Value]]:
        """Give the deployment's ``name``, ``region`` and ``class``."""
        return Step(
            self._log,
            "1.0/getDeploymentMetadata",
            "ctx.meta",
            "get_deployment_metadata",
            _DEPLOYMENT.copy,
        )

    def _describe(self) -> dict[str, Value]:
        function = self._function
        visibility = "public" if function.is_public else "internal"
        return {
            "name": function.path,
            "componentPath": "",
            "type": function.kind,
            "visibility": visibility,
        }


class QueryMeta(_Meta):
    """``ctx.meta`` of a query."""

    __slots__ = ("_transaction",)

    def __init__(self, function: Function, log: StepLog, transaction: Transaction) -> None:
        super().__init__(function, log)
        self._transaction = transaction

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


class _Request:
    """What a call that may write can ask about whoever called."""

    __slots__ = ()

    _log: StepLog
    _caller: Caller
    _request_id: str

    def get_request_metadata(self) -> Step[dict[str, Value]]:
        """Give ``requestId``, and ``scheduledFunctionId`` if a scheduled call led here."""
        return Step(
            self._log,
            "1.0/getRequestMetadata",
            "ctx.meta",
            "get_request_metadata",
            lambda: {
                "ip": None,
                "userAgent": None,
                "requestId": self._request_id,
                "scheduledFunctionId": self._caller.job_id,
                "authToken": None,
            },
        )


class MutationMeta(QueryMeta, _Request):
    """``ctx.meta`` of a mutation."""

    __slots__ = ("_caller", "_request_id")

    def __init__(
        self,
        function: Function,
        log: StepLog,
        transaction: Transaction,
        caller: Caller,
        request_id: str,
    ) -> None:
        super().__init__(function, log, transaction)
        self._caller = caller
        self._request_id = request_id


class ActionMeta(_Meta, _Request):
    """``ctx.meta`` of an action."""

    __slots__ = ("_caller", "_request_id")

    def __init__(self, function: Function, log: StepLog, caller: Caller, request_id: str) -> None:
        super().__init__(function, log)
        self._caller = caller
        self._request_id = request_id
