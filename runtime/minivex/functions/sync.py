"""Keeps the queries of all clients fresh: commits in, transitions out.

::

    write log ──▶ subscriptions ──▶ stale queries ──▶ query sets ──▶ transitions
    (commits)     (who is touched)  (run again, or    (one client    (one timestamp)
                                     from the cache)   each)

A client that hears of something may commit in answer. That commit is taken up when
the transitions of the present one are out: they never overtake one another.

Source: convex-backend crates/sync/src/worker.rs and crates/application/src/cache/mod.rs.
"""

from __future__ import annotations

from collections.abc import Callable

from minivex.functions.definitions import Function
from minivex.functions.execution import Execution
from minivex.functions.host import Host
from minivex.functions.live_query import Answer, LiveQuery
from minivex.functions.moves import Outcome, Raised, Returned
from minivex.functions.ports import NOBODY, Caller
from minivex.functions.query_set import QuerySet, Transition
from minivex.reactive.query_cache import QueryCache
from minivex.reactive.subscriptions import Subscriptions
from minivex.trace import Delivered, Invalidated, Reran
from minivex.values.value import Value

__all__ = ["Sync"]


class Sync:
    """All live queries of one backend.

    Invariants: a live query is either subscribed with the read set of its last run, or stale
    in the query set that it belongs to; ``ts`` is the newest commit that has been taken up.
    """

    __slots__ = (
        "_dirty",
        "_host",
        "_is_advancing",
        "_live",
        "_next_number",
        "_subscriptions",
        "cache",
        "ts",
    )

    def __init__(self, host: Host) -> None:
        self._host = host
        self._subscriptions = Subscriptions()
        self._live: dict[int, tuple[LiveQuery, QuerySet]] = {}
        self._dirty: dict[QuerySet, None] = {}
        self._is_advancing = False
        self._next_number = 1
        self.cache: QueryCache[Answer] = QueryCache()
        self.ts = host.snapshots.latest.ts

    def connect(self, receive: Callable[[Transition], None], caller: Caller = NOBODY) -> QuerySet:
        """Begin the query set of a client, who gets its transitions."""
        self.advance()
        return QuerySet(self, receive, caller)

    def advance(self) -> None:
        """Take up the commits that are new, and refresh every query set they touch.

        Cost: O(1) per commit that touches nobody, whatever the number of live queries.
        """
        if self._is_advancing:
            return
        self._is_advancing = True
        try:
            self._catch_up()
            while self._dirty:
                queries = next(iter(self._dirty))
                del self._dirty[queries]
                queries.refresh()
                self._catch_up()
        finally:
            self._is_advancing = False

    def redeploy(self) -> None:
        """Let every live query be the function that has its name now; nothing is cached."""
        self.cache = QueryCache()
        for query, _ in self._live.values():
            query.function = self._host.redeployed(query.function)

    # What query sets ask for.

    def admit(
        self, owner: QuerySet, function: Function, args: dict[str, Value], label: str
    ) -> LiveQuery:
        """Make a query that is known, and has not run."""
        query = LiveQuery(self._next_number, function, args, label, owner.caller)
        self._live[query.number] = (query, owner)
        self._next_number += 1
        return query

    def forget(self, query: LiveQuery, *, is_stale: bool) -> None:
        """Stop watching the query."""
        del self._live[query.number]
        if not is_stale:
            self._subscriptions.unsubscribe(query.number)

    def schedule(self, queries: QuerySet) -> None:
        """Refresh ``queries`` as soon as possible: now, or when what is going on is over."""
        self._dirty[queries] = None
        self.advance()

    def run(self, query: LiveQuery) -> bool:
        """Give the query its outcome at ``ts``, and watch it; whether the outcome is new."""
        before = query.answer
        runs = query.runs
        answer = self._answer(query)
        is_changed = query.take(answer)
        self._subscriptions.subscribe(query.number, answer.token.reads)
        tracer = self._host.tracer
        if tracer is not None and before is not None:
            is_cached = query.runs == runs
            path = query.function.path
            tracer.event(Reran(query.label, path, query.runs, self.ts, is_changed, is_cached))
        return is_changed

    def delivered(self, query: LiveQuery, outcome: Outcome) -> None:
        """Take note that a client is about to get a new outcome."""
        tracer = self._host.tracer
        if tracer is not None:
            value = outcome.value if isinstance(outcome, Returned) else None
            error = outcome.error if isinstance(outcome, Raised) else None
            path = query.function.path
            tracer.event(Delivered(query.label, path, query.runs, self.ts, value, error))

    def check_invariants(self) -> None:
        """Assert the invariants of the class docstring."""
        self._subscriptions.check_invariants()
        self.cache.check_invariants()
        waiting = sum(not owner.is_stale(query) for query, owner in self._live.values())
        assert waiting == len(self._subscriptions), "subscribed or stale, and not both"

    # Inside.

    def _catch_up(self) -> None:
        """Mark what the newest commits touch as stale, and its query sets as dirty."""
        host = self._host
        latest_ts = host.snapshots.latest.ts
        if latest_ts == self.ts:
            return
        log = host.committer.log
        assert self.ts >= log.floor_ts, "no commit is forgotten before it is taken up"
        for entry in log.after(self.ts):
            for number in self._subscriptions.touched_by(entry):
                query, owner = self._live[number]
                assert query.answer is not None, "only what has run is touched"
                token = query.answer.token
                self._subscriptions.unsubscribe(number)
                self.cache.discard(query.request, token)
                owner.invalidate(query)
                self._dirty[owner] = None
                if host.tracer is not None:
                    read = token.first_break(log)
                    assert read is not None, "both tests agree"
                    path = query.function.path
                    host.tracer.event(Invalidated(query.label, path, query.runs, read))
        self.ts = latest_ts

    def _answer(self, query: LiveQuery) -> Answer:
        host = self._host
        request = query.request
        known = self.cache.get(request, host.committer.log, self.ts)
        if known is not None:
            return known[0]._replace(token=known[1])
        execution = Execution(
            host,
            query.function,
            query.args,
            query.label,
            previous_end=query.page_end,
            caller=query.caller,
        )
        outcome = execution.finish()
        token = execution.token
        assert token.ts == self.ts, "nothing commits while queries are run"
        answer = Answer(outcome, token, execution.journal.end)
        query.runs += 1
        if isinstance(outcome, Returned):
            if not execution.is_caller_observed:
                request = request.of_anyone
            self.cache.put(request, answer, token, size_bytes=execution.result_bytes)
        return answer
