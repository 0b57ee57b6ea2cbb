"""The queries of one client, kept at one timestamp.

::

    ts 7   {1: [a, b], 2: 2}
           commit at 8: query 1 is stale
    ts 8   transition 7 -> 8 {1: [a, b, c], 2: 3}     all of it at once
           commit at 9: nothing of theirs
    ts 9   no transition; both results are right at 9 too

A client never sees some of its queries before a commit and others after it. Queries
that are not part of a transition are right at its end as well.

Source: npm-packages/convex/src/browser/sync/protocol.ts;
convex-backend crates/sync/src/worker.rs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from minivex.functions.definitions import Function
from minivex.functions.live_query import LiveQuery
from minivex.functions.moves import Outcome, Returned
from minivex.functions.ports import NOBODY, Caller
from minivex.txn.cursor import Cursor
from minivex.values.value import Value, clone

__all__ = ["QuerySet", "Server", "Transition"]


class Transition(NamedTuple):
    """One step of a client's view: the queries whose outcome is another at ``end_ts``."""

    start_ts: int
    end_ts: int
    changes: Mapping[int, Outcome]


class Server(Protocol):
    """What a query set needs from whoever keeps it fresh."""

    ts: int

    def admit(
        self, owner: QuerySet, function: Function, args: dict[str, Value], label: str
    ) -> LiveQuery:
        """Make a query that is known, and has not run."""

    def run(self, query: LiveQuery) -> bool:
        """Give the query its outcome at ``ts``, and watch it; whether the outcome is new."""

    def forget(self, query: LiveQuery, *, is_stale: bool) -> None:
        """Stop watching the query."""

    def schedule(self, queries: QuerySet) -> None:
        """Let ``queries`` be refreshed as soon as possible, which may be now."""

    def delivered(self, query: LiveQuery, outcome: Outcome) -> None:
        """Take note that a client is about to get a new outcome."""


class QuerySet:
    """One client's queries; ``receive`` gets its transitions, in order.

    Invariant: every query that is not stale is right at ``ts``.
    """

    __slots__ = ("_own_ts", "_queries", "_receive", "_server", "_stale", "caller", "is_paused")

    def __init__(
        self, server: Server, receive: Callable[[Transition], None], caller: Caller = NOBODY
    ) -> None:
        self.caller = caller
        self._server = server
        self._receive = receive
        self._queries: dict[int, LiveQuery] = {}
        self._stale: dict[int, LiveQuery] = {}
        self._own_ts = server.ts
        self.is_paused = False

    @property
    def ts(self) -> int:
        """The timestamp of the client's view: the newest, unless it waits for something."""
        return self._own_ts if self._stale or self.is_paused else self._server.ts

    def add(
        self,
        function: Function,
        args: dict[str, Value],
        label: str,
        page_end: Cursor | None = None,
    ) -> LiveQuery:
        """Subscribe to a query. ``load`` brings its first outcome."""
        query = self._server.admit(self, function, args, label)
        query.page_end = page_end
        self._queries[query.number] = query
        self.invalidate(query)
        return query

    def load(self) -> None:
        """Get what was added, in one transition: now, or when what is going on is over."""
        self._server.schedule(self)

    def remove(self, query: LiveQuery) -> None:
        """Unsubscribe. Nothing of the query is delivered any more."""
        if self._queries.pop(query.number, None) is not None:
            is_stale = self._stale.pop(query.number, None) is not None
            self._server.forget(query, is_stale=is_stale)

    def pause(self) -> None:
        """Let no transition through, as if the network were down; time goes on behind it."""
        self._own_ts = self.ts
        self.is_paused = True

    def resume(self) -> None:
        """Catch up in one transition. States in between were never seen."""
        if self.is_paused:
            self.is_paused = False
            self._server.schedule(self)

    def invalidate(self, query: LiveQuery) -> None:
        """Note that a query must run again before the client may move on."""
        self._own_ts = self.ts
        self._stale[query.number] = query

    def refresh(self) -> None:
        """Run what is stale, all of it at the server's timestamp, and deliver what is new."""
        if self.is_paused:
            return
        server = self._server
        start_ts = self._own_ts
        changes: dict[int, Outcome] = {}
        for query in sorted(self._stale.values(), key=_number_of):
            if server.run(query) and query.outcome is not None:
                changes[query.number] = _copy(query.outcome)
                server.delivered(query, query.outcome)
        self._stale.clear()
        if changes:
            self._receive(Transition(start_ts, server.ts, changes))

    def is_stale(self, query: LiveQuery) -> bool:
        """Whether the query must run before the client may move on."""
        return query.number in self._stale


def _number_of(query: LiveQuery) -> int:
    return query.number


def _copy(outcome: Outcome) -> Outcome:
    """An outcome that its receiver may keep and change."""
    return Returned(clone(outcome.value)) if isinstance(outcome, Returned) else outcome
