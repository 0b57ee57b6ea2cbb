"""``ctx``: what a handler can reach, by the kind of its function.

=============  ========  ===========================================
kind           ctx.db    others that it may call
=============  ========  ===========================================
query          reads     ``run_query``, in the same transaction
mutation       writes    ``run_query``, ``run_mutation``, in the same transaction
action         –         ``run_query``, ``run_mutation``, ``run_action``, each on its own
=============  ========  ===========================================

Source: docs "Functions"; npm-packages/convex/src/server/registration.ts.
"""

from __future__ import annotations

from typing import NamedTuple, NoReturn, Protocol

from minivex.errors import DeterminismError, DeveloperError
from minivex.functions.database import DatabaseReader, DatabaseWriter
from minivex.functions.definitions import Function, Kind
from minivex.functions.determinism import SeededRandom
from minivex.functions.references import FunctionReference
from minivex.functions.step import Step, StepLog
from minivex.txn.page import QueryJournal
from minivex.txn.transaction import Transaction

__all__ = ["ActionCtx", "Ambient", "MutationCtx", "NestedCall", "QueryCtx", "Resolver"]


class NestedCall(NamedTuple):
    """A call that one function makes to another; the runner carries it out."""

    function: Function
    args: object


class Resolver(Protocol):
    """Finds functions by reference."""

    def resolve(self, reference: object, kind: Kind | None) -> Function:
        """The function, which must be of ``kind``.

        Raises: FunctionNotFoundError.
        """


class Ambient:
    """What one attempt sees of the world outside: the time it began, and its own dice.

    The dice for ids and those of the function are two sequences, so that an extra insert
    does not change what ``ctx.random()`` gives.
    """

    __slots__ = ("_id_dice", "_own_dice", "_seed", "now_ms", "resolver")

    def __init__(self, resolver: Resolver, *, now_ms: int, seed: int) -> None:
        self.resolver = resolver
        self.now_ms = now_ms
        self._seed = seed
        self._own_dice: SeededRandom | None = None
        self._id_dice: SeededRandom | None = None

    def random(self) -> float:
        """The next random number; the same seed gives the same sequence."""
        if self._own_dice is None:
            self._own_dice = SeededRandom(~self._seed)
        return self._own_dice.random()

    def next_bytes(self, length: int) -> bytes:
        """The next random bytes for an id."""
        if self._id_dice is None:
            self._id_dice = SeededRandom(self._seed)
        return self._id_dice.next_bytes(length)


class _Ctx:
    """What all kinds have."""

    __slots__ = ("_ambient", "_log")

    def __init__(self, ambient: Ambient, log: StepLog) -> None:
        self._ambient = ambient
        self._log = log

    def now(self) -> int:
        """Milliseconds since the epoch, as they were when this attempt began."""
        return self._ambient.now_ms

    def random(self) -> float:
        """A number in ``[0, 1)`` from this attempt's own sequence."""
        return self._ambient.random()

    def _resolve_query(
        self, reference: FunctionReference, args: dict[str, object] | None
    ) -> NestedCall:
        return NestedCall(self._ambient.resolver.resolve(reference, "query"), _or_empty(args))

    def _resolve_mutation(
        self, reference: FunctionReference, args: dict[str, object] | None
    ) -> NestedCall:
        return NestedCall(self._ambient.resolver.resolve(reference, "mutation"), _or_empty(args))

    def _resolve_action(
        self, reference: FunctionReference, args: dict[str, object] | None
    ) -> NestedCall:
        return NestedCall(self._ambient.resolver.resolve(reference, "action"), _or_empty(args))


class QueryCtx(_Ctx):
    """``ctx`` of a query: it reads, and the same snapshot answers every read."""

    __slots__ = ("db",)

    def __init__(
        self, ambient: Ambient, log: StepLog, transaction: Transaction, journal: QueryJournal
    ) -> None:
        self._ambient = ambient
        self._log = log
        self.db = DatabaseReader(transaction, log, journal)

    def run_query(
        self, reference: FunctionReference, args: dict[str, object] | None = None
    ) -> Step[NestedCall]:
        """Run another query on the same snapshot."""
        return Step(
            self._log, "1.0/runUdf", "ctx", "run_query", self._resolve_query, reference, args
        )

    def __getattr__(self, name: str) -> NoReturn:
        if name in ("run_mutation", "run_action"):
            kind = name.removeprefix("run_").capitalize()
            raise DeterminismError(
                f"Cannot call a {kind} function from a Query function. "
                "A query only reads: write in a mutation, or call it from an action."
            )
        raise AttributeError(name)


class MutationCtx(_Ctx):
    """``ctx`` of a mutation: it reads and writes, and all of it happens or none."""

    __slots__ = ("db",)

    def __init__(
        self, ambient: Ambient, log: StepLog, transaction: Transaction, journal: QueryJournal
    ) -> None:
        self._ambient = ambient
        self._log = log
        self.db = DatabaseWriter(transaction, log, journal)

    def run_query(
        self, reference: FunctionReference, args: dict[str, object] | None = None
    ) -> Step[NestedCall]:
        """Run a query in this transaction; it sees what was written so far."""
        return Step(
            self._log, "1.0/runUdf", "ctx", "run_query", self._resolve_query, reference, args
        )

    def run_mutation(
        self, reference: FunctionReference, args: dict[str, object] | None = None
    ) -> Step[NestedCall]:
        """Run another mutation in this transaction. If it fails, only its writes are undone."""
        return Step(
            self._log, "1.0/runUdf", "ctx", "run_mutation", self._resolve_mutation, reference, args
        )

    def __getattr__(self, name: str) -> NoReturn:
        if name == "run_action":
            raise DeterminismError(
                "Cannot call a Action function from a Mutation function. "
                "Let an action call the mutation, and pass in what it needs."
            )
        raise AttributeError(name)


class ActionCtx(_Ctx):
    """``ctx`` of an action: it has no transaction; every call it makes is one of its own."""

    __slots__ = ()

    def run_query(
        self, reference: FunctionReference, args: dict[str, object] | None = None
    ) -> Step[NestedCall]:
        """Run a query on the newest snapshot."""
        return Step(
            self._log, "1.0/actions/query", "ctx", "run_query", self._resolve_query, reference, args
        )

    def run_mutation(
        self, reference: FunctionReference, args: dict[str, object] | None = None
    ) -> Step[NestedCall]:
        """Run a mutation, with its own commit and its own retries."""
        return Step(
            self._log,
            "1.0/actions/mutation",
            "ctx",
            "run_mutation",
            self._resolve_mutation,
            reference,
            args,
        )

    def run_action(
        self, reference: FunctionReference, args: dict[str, object] | None = None
    ) -> Step[NestedCall]:
        """Run another action."""
        return Step(
            self._log,
            "1.0/actions/action",
            "ctx",
            "run_action",
            self._resolve_action,
            reference,
            args,
        )

    def __getattr__(self, name: str) -> NoReturn:
        if name == "db":
            raise DeveloperError(
                "An action has no ctx.db, because it is no transaction. "
                "Read with await ctx.run_query(…) and write with await ctx.run_mutation(…)."
            )
        raise AttributeError(name)


def _or_empty(args: dict[str, object] | None) -> object:
    return {} if args is None else args
