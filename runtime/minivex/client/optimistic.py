"""What a page shows while its mutations are under way: server results, and guesses on top.

::

    visible = guess 2 (guess 1 (server results))

    transition arrives    new server results, and the guesses that are left, replayed
    mutation is settled   its guess is left out

Nothing is ever undone: to take a guess back is to compute the rest without it. So a
guess runs many times, on different results, and must cope with what it finds.

Source: docs "Optimistic Updates";
npm-packages/convex/src/browser/sync/optimistic_updates_impl.ts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import iscoroutine
from typing import NamedTuple, TypeAlias

from minivex.errors import DeveloperError
from minivex.functions.call_values import freeze_args
from minivex.functions.moves import Outcome, Returned
from minivex.functions.references import FunctionReference, path_of
from minivex.values.order import encode
from minivex.values.value import UNDEFINED, Undefined, Value, clone, freeze

__all__ = [
    "LocalResult",
    "LocalStore",
    "OptimisticResults",
    "OptimisticUpdate",
    "QueryKey",
    "key_of",
]


class QueryKey(NamedTuple):
    """What makes two queries of a client the same."""

    path: str
    args: bytes


class LocalResult(NamedTuple):
    """A query as the client has it; without an outcome it is loading."""

    args: dict[str, Value]
    outcome: Outcome | None


def key_of(
    function: object, args: Mapping[str, object] | None
) -> tuple[QueryKey, dict[str, Value]]:
    """The key of a query, and its arguments checked and copied."""
    frozen = freeze_args({} if args is None else args)
    return QueryKey(path_of(function), encode(frozen)), frozen


class LocalStore:
    """What an optimistic update is given: it reads query results, and writes guesses.

    Differs: results are copies, so one that is changed by mistake changes nothing.
    """

    __slots__ = ("_results",)

    def __init__(self, results: dict[QueryKey, LocalResult]) -> None:
        self._results = results

    def get_query(
        self, function: str | FunctionReference, args: Mapping[str, object] | None = None
    ) -> Value | Undefined:
        """The visible result; ``UNDEFINED`` if the query is loading, failed, or is not watched."""
        return _value_of(self._results.get(key_of(function, args)[0]))

    def get_all_queries(
        self, function: str | FunctionReference
    ) -> list[tuple[dict[str, Value], Value | Undefined]]:
        """The arguments and the visible result of every query of ``function``."""
        path = path_of(function)
        found = [result for key, result in self._results.items() if key.path == path]
        return [(_copy(result.args), _value_of(result)) for result in found]

    def set_query(
        self,
        function: str | FunctionReference,
        args: Mapping[str, object] | None,
        value: object,
    ) -> None:
        """Show ``value`` as the result; ``UNDEFINED`` shows that it is loading."""
        key, frozen = key_of(function, args)
        outcome = None if value is UNDEFINED else Returned(freeze(value))
        self._results[key] = LocalResult(frozen, outcome)


OptimisticUpdate: TypeAlias = Callable[[LocalStore, dict[str, Value]], object]


class OptimisticResults:
    """Server results, with the guesses of unsettled mutations replayed on top.

    Invariant: ``visible`` is what the guesses, in order, make of ``server``.
    """

    __slots__ = ("_guesses", "server", "visible")

    def __init__(self) -> None:
        self.server: dict[QueryKey, LocalResult] = {}
        self.visible: dict[QueryKey, LocalResult] = {}
        self._guesses: dict[int, tuple[OptimisticUpdate, dict[str, Value]]] = {}

    def guess(self, mutation: int, update: OptimisticUpdate, args: dict[str, Value]) -> None:
        """Apply the guess of a mutation that has just been sent.

        Raises: DeveloperError, if it is asynchronous, or whatever it raises; then it is no more.
        """
        self._guesses[mutation] = (update, args)
        try:
            self.replay()
        except BaseException:
            self.drop(mutation)
            self.replay()
            raise

    def drop(self, mutation: int) -> None:
        """Leave the guess of a settled mutation out of the next replay."""
        self._guesses.pop(mutation, None)

    def replay(self) -> None:
        """Work out ``visible`` anew.

        Raises: DeveloperError, if an update is a coroutine: it has to give its guesses at once.
        """
        self.visible = dict(self.server)
        store = LocalStore(self.visible)
        for update, args in self._guesses.values():
            made = update(store, _copy(args))
            if iscoroutine(made):
                made.close()
                raise DeveloperError(
                    "Optimistic update handlers must be synchronous. Write def, not async def."
                )


def _value_of(result: LocalResult | None) -> Value | Undefined:
    outcome = None if result is None else result.outcome
    return clone(outcome.value) if isinstance(outcome, Returned) else UNDEFINED


def _copy(args: dict[str, Value]) -> dict[str, Value]:
    copied = clone(args)
    assert isinstance(copied, dict), "arguments are an object"
    return copied
