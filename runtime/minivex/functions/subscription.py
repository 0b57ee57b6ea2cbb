"""One query that is watched on its own, outside of any client."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from minivex.functions.definitions import Function
from minivex.functions.moves import Outcome, Returned
from minivex.functions.ports import Caller
from minivex.functions.query_set import Transition
from minivex.functions.sync import Sync
from minivex.values.value import Value, clone

__all__ = ["Callback", "Subscription"]

Callback: TypeAlias = Callable[[Outcome], None]


class Subscription:
    """A live query; ``callback`` gets its first outcome and every one that differs.

    An outcome is ``Returned(value)`` or ``Raised(error)``, as for a call: a query that
    fails is delivered as its error, and recovers by itself when the data allows it.
    """

    __slots__ = ("_callback", "_queries", "_query")

    def __init__(
        self,
        sync: Sync,
        function: Function,
        args: dict[str, Value],
        *,
        label: str,
        caller: Caller,
        callback: Callback,
    ) -> None:
        self._callback = callback
        self._queries = sync.connect(self._receive, caller)
        self._query = self._queries.add(function, args, label)
        self._queries.load()

    @property
    def outcome(self) -> Outcome | None:
        """The newest outcome; ``None`` until there is one."""
        outcome = self._query.outcome
        return Returned(clone(outcome.value)) if isinstance(outcome, Returned) else outcome

    @property
    def ts(self) -> int:
        """The newest timestamp at which the outcome is known to be right."""
        return self._queries.ts

    @property
    def runs(self) -> int:
        """How often the handler ran for this subscription; answers from the cache are no runs."""
        return self._query.runs

    def unsubscribe(self) -> None:
        """End it. Doing so twice does nothing."""
        self._queries.remove(self._query)

    def _receive(self, transition: Transition) -> None:
        for outcome in transition.changes.values():
            self._callback(outcome)
