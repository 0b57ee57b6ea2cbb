"""Sessions: a mutation that a client sends twice runs once.

::

    client ──request 7──▶ mutation ──▶ commit = effects and the answer to request 7
           ◀── answer ──  ✗ lost
           ──request 7──▶ the answer is known: nothing runs
           ◀── answer ──

A client that loses its connection cannot know whether its mutation has committed. It sends
it again, under the same number, and the commit itself tells. Only successes are kept: a
mutation that failed has changed nothing, and runs again.

Differs: an answer is kept for ever; Convex forgets it after 14 days.
Source: convex-backend crates/model/src/session_requests; npm-packages/convex/src/browser/sync.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from minivex.clock import VirtualClock
from minivex.functions.moves import Returned
from minivex.txn.system_documents import SystemDocuments
from minivex.txn.transaction import Transaction
from minivex.values.value import Value

__all__ = ["RequestId", "RequestRecord"]

TABLE: Final = "_session_requests"


class RequestId(NamedTuple):
    """The number that a client gave to one mutation of its session."""

    session: str
    number: int


class RequestRecord:
    """Takes part in a mutation: it knows the answer, or notes it in the same commit."""

    __slots__ = ("_clock", "_request")

    is_patient = False

    def __init__(self, clock: VirtualClock, request: RequestId) -> None:
        self._clock = clock
        self._request = request

    def begun(self, transaction: Transaction) -> Returned | None:
        """The first answer, if the request was answered before."""
        requests = SystemDocuments(transaction, TABLE)
        for record in requests.with_fields("by_request", self._key()):
            return Returned(record["result"])
        return None

    def committing(self, transaction: Transaction, value: Value) -> None:
        """Note the answer."""
        session, number = self._key()
        now_ms = float(self._clock.now_ms)
        requests = SystemDocuments(transaction, TABLE)
        fields: dict[str, Value] = {
            "sessionId": session,
            "requestId": number,
            "result": value,
            "time": now_ms,
        }
        requests.insert(fields)

    def _key(self) -> list[Value]:
        return [self._request.session, float(self._request.number)]
