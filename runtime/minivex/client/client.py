"""One page's connection: queries it watches, mutations it has sent, in order.

::

    client.on_update("jobs:list", {}, show)      one query, however many watch it
    sent = client.mutation("jobs:add", {…}, optimistic_update=guess)
                                  visible at once:  guess (server results)
    client.move()                 the oldest unsettled mutation makes a move
    sent.outcome                  there when the results that contain its effects are

Nothing moves by itself: ``move`` and ``settle`` are the network. ``pause`` takes it away:
commits go on, but their transitions and the answers of mutations wait.

Source: docs "Convex React"; npm-packages/convex/src/browser/sync/client.ts and
request_manager.ts.
Differs: a mutation is run by its own client, when that is told to move.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from minivex.backend import Backend, Identity
from minivex.client.optimistic import (
    LocalResult,
    OptimisticResults,
    OptimisticUpdate,
    QueryKey,
    key_of,
)
from minivex.functions.live_query import LiveQuery, is_same
from minivex.functions.moves import Outcome, Raised, Returned
from minivex.functions.query_set import Transition
from minivex.functions.references import FunctionReference
from minivex.functions.runner import Call
from minivex.values.value import UNDEFINED, Undefined, Value, clone

__all__ = ["Client", "OnUpdate", "PendingMutation", "Watch"]

OnUpdate: TypeAlias = Callable[[Outcome | None], None]


class Watch:
    """One place on the page that shows a query; ``callback`` hears of every change."""

    __slots__ = ("_client", "callback", "key")

    def __init__(self, client: Client, key: QueryKey, callback: OnUpdate | None) -> None:
        self._client = client
        self.key = key
        self.callback = callback

    @property
    def outcome(self) -> Outcome | None:
        """What the page shows: a guess, or what the server says; ``None`` while it loads."""
        return self._client.visible(self.key)

    @property
    def value(self) -> Value | Undefined:
        """The result; ``UNDEFINED`` while it loads.

        Raises: the query's error, if it failed.
        """
        match self.outcome:
            case Returned(value):
                return value
            case Raised(error):
                raise error
            case _:
                return UNDEFINED

    def unsubscribe(self) -> None:
        """Stop watching; the query stops with the last one who watches it."""
        self._client.unwatch(self)


class PendingMutation:
    """A mutation that a client has sent. ``call`` is how far the server has got with it."""

    __slots__ = ("_client", "_outcome", "call", "commit_ts", "number")

    def __init__(self, client: Client, number: int, call: Call) -> None:
        self._client = client
        self.number = number
        self.call = call
        self.commit_ts: int | None = None
        self._outcome: Outcome | None = None

    @property
    def outcome(self) -> Outcome | None:
        """What the caller gets, as soon as the page shows what the mutation has done."""
        self._client.collect()
        return self._outcome

    @property
    def done(self) -> bool:
        """Whether there is an outcome."""
        return self.outcome is not None

    def resolve(self, outcome: Outcome) -> None:
        """Let the caller have the outcome."""
        self._outcome = outcome


class Client:
    """A view of one backend at one timestamp, ``ts``.

    Invariants: all server results are right at ``ts``; mutations run in the order they were
    sent; one that succeeded is settled when its commit is part of the view, and not before.
    """

    def __init__(
        self, backend: Backend, *, label: str = "client", identity: Identity = None
    ) -> None:
        self.backend = backend
        self.label = label
        self._identity = identity
        self._queries = backend.sync.connect(self._receive, backend.services.caller_of(identity))
        self._live: dict[QueryKey, LiveQuery] = {}
        self._key_by_number: dict[int, QueryKey] = {}
        self._watches: dict[QueryKey, list[Watch]] = {}
        self._results = OptimisticResults()
        self._unsettled: list[PendingMutation] = []
        self._sent = 0
        self._paginations = 0

    @property
    def ts(self) -> int:
        """The timestamp at which everything that the server has said is right."""
        return self._queries.ts

    # Queries.

    def on_update(
        self,
        function: str | FunctionReference,
        args: Mapping[str, object] | None = None,
        callback: OnUpdate | None = None,
    ) -> Watch:
        """Watch a query. ``callback`` gets what the page shows, now and after every change.

        Raises: FunctionNotFoundError, if there is no such query.
        """
        found = self.backend.find_query(function)
        key, frozen = key_of(found.path, args)
        watch = Watch(self, key, callback)
        watches = self._watches.setdefault(key, [])
        watches.append(watch)
        if key not in self._live:
            query = self._queries.add(found, frozen, self.label)
            self._live[key] = query
            self._key_by_number[query.number] = key
            self._queries.load()
        elif callback is not None and watch.outcome is not None:
            callback(watch.outcome)
        return watch

    def unwatch(self, watch: Watch) -> None:
        """Forget a watch, and its query if nobody else watches that."""
        watches = self._watches.get(watch.key, [])
        if watch in watches:
            watches.remove(watch)
        if not watches and watch.key in self._live:
            query = self._live.pop(watch.key)
            self._queries.remove(query)
            del self._watches[watch.key], self._key_by_number[query.number]
            self._results.server.pop(watch.key, None)
            self._results.replay()

    def visible(self, key: QueryKey) -> Outcome | None:
        """What the page shows of a query, as a copy."""
        self.collect()
        result = self._results.visible.get(key)
        outcome = None if result is None else result.outcome
        return Returned(clone(outcome.value)) if isinstance(outcome, Returned) else outcome

    def new_pagination_id(self) -> int:
        """A number that makes a paginated query unlike all before it, with a journal of its own."""
        self._paginations += 1
        return self._paginations

    # Mutations.

    def mutation(
        self,
        function: str | FunctionReference,
        args: Mapping[str, object] | None = None,
        *,
        optimistic_update: OptimisticUpdate | None = None,
    ) -> PendingMutation:
        """Send a mutation. It runs when all that were sent before have.

        ``optimistic_update(store, args)`` guesses what the queries will show.

        Raises: FunctionNotFoundError or NotAValueError; or what the guess raises. Then
        nothing is sent.
        """
        call = self.backend.start(function, args, label=self.label, identity=self._identity)
        self._sent += 1
        pending = PendingMutation(self, self._sent, call)
        if optimistic_update is not None:
            before = self._results.visible
            self._results.guess(pending.number, optimistic_update, call.args)
            self._unsettled.append(pending)
            self._notify(before)
        else:
            self._unsettled.append(pending)
        return pending

    def move(self) -> bool:
        """Make the next move of the oldest mutation that has one; false if there is none."""
        for pending in self._unsettled:
            if pending.call.outcome is None:
                pending.call.move()
                if pending.call.done:
                    pending.commit_ts = self.backend.latest_ts
                self.collect()
                return True
        return False

    def settle(self) -> None:
        """Make all moves there are, of all mutations."""
        while self.move():
            pass

    # The network.

    def pause(self) -> None:
        """Let nothing through any more: neither transitions nor the answers to mutations."""
        self._queries.pause()

    def resume(self) -> None:
        """Let through what has come up in the meantime, as one transition."""
        self._queries.resume()
        self.collect()

    def collect(self) -> None:
        """Settle the mutations that can be: failed ones, and those whose effects are in view."""
        ts = self.ts
        settled = [pending for pending in self._unsettled if self._is_over(pending, ts)]
        if settled:
            before = self._results.visible
            self._settle(settled, before)

    # Inside.

    def _receive(self, transition: Transition) -> None:
        before = self._results.visible
        for number, outcome in transition.changes.items():
            key = self._key_by_number[number]
            self._results.server[key] = LocalResult(self._live[key].args, outcome)
        ts = transition.end_ts
        self._settle([p for p in self._unsettled if self._is_over(p, ts)], before)

    def _is_over(self, pending: PendingMutation, ts: int) -> bool:
        """Whether the client may know of the outcome, seeing the database at ``ts``."""
        match pending.call.outcome:
            case None:
                return False
            case Raised():
                return not self._queries.is_paused
            case _:
                return ts >= (pending.commit_ts or self.backend.latest_ts)

    def _settle(
        self, settled: list[PendingMutation], before: Mapping[QueryKey, LocalResult]
    ) -> None:
        """Show the results without the guesses of ``settled``, then answer their callers."""
        for pending in settled:
            self._unsettled.remove(pending)
            self._results.drop(pending.number)
        self._results.replay()
        self._notify(before)
        for pending in settled:
            outcome = pending.call.outcome
            assert outcome is not None, "a settled mutation is over"
            pending.resolve(outcome)

    def _notify(self, before: Mapping[QueryKey, LocalResult]) -> None:
        """Call back whoever shows something that has changed."""
        visible = self._results.visible
        changed: list[Watch] = []
        for key, watches in self._watches.items():
            if not _is_shown_alike(before.get(key), visible.get(key)):
                changed += watches
        for watch in changed:
            if watch.callback is not None and watch in self._watches.get(watch.key, ()):
                watch.callback(watch.outcome)


def _is_shown_alike(before: LocalResult | None, after: LocalResult | None) -> bool:
    old = None if before is None else before.outcome
    new = None if after is None else after.outcome
    if old is new:
        return True
    return old is not None and new is not None and is_same(old, new)
