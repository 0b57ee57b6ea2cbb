"""``ctx``: what a handler can reach, by the kind of its function.

=============  ========  ===========================================  ==================
kind           ctx.db    others that it may call                      and besides
=============  ========  ===========================================  ==================
query          reads     ``run_query``, in the same transaction       storage (links)
mutation       writes    … and ``run_mutation``                       scheduler, storage
action         –         … and ``run_action``, each on its own        … , vector search
=============  ========  ===========================================  ==================

Source: docs "Functions"; npm-packages/convex/src/server/registration.ts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple, NoReturn

from minivex.errors import DeterminismError, DeveloperError, InvalidArgumentError
from minivex.functions.database import DatabaseReader, DatabaseWriter
from minivex.functions.definitions import Function, Kind
from minivex.functions.determinism import SeededRandom, unavailable
from minivex.functions.identity import Auth
from minivex.functions.meta import ActionMeta, MutationMeta, QueryMeta
from minivex.functions.ports import NOBODY, Caller, Surroundings
from minivex.functions.references import FunctionReference
from minivex.functions.scheduling import Scheduler
from minivex.functions.step import Step, StepLog
from minivex.functions.storage import StorageActions, StorageReader, StorageWriter
from minivex.functions.vector_search import VectorResult, vector_search
from minivex.index.vector_index import VectorFilterBuilder
from minivex.txn.page import QueryJournal
from minivex.txn.transaction import Transaction

__all__ = ["ActionCtx", "Ambient", "MutationCtx", "NestedCall", "QueryCtx"]


class NestedCall(NamedTuple):
    """A call that one function makes to another; the runner carries it out.

    ``is_stale`` lets it see the snapshot alone, and ``limits`` are its own budget.
    """

    function: Function
    args: object
    is_stale: bool = False
    limits: Mapping[str, float] | None = None


class Ambient:
    """What one attempt sees of the world outside: the time it began, and its own dice.

    The dice for ids and those of the function are two sequences, so that an extra insert
    does not change what ``ctx.random()`` gives.
    """

    __slots__ = ("_id_dice", "_own_dice", "_seed", "caller", "now_ms", "surroundings", "was_asked")

    def __init__(
        self, surroundings: Surroundings, *, now_ms: int, seed: int, caller: Caller = NOBODY
    ) -> None:
        self.surroundings = surroundings
        self.caller = caller
        self.was_asked = False
        self.now_ms = now_ms
        self._seed = seed
        self._own_dice: SeededRandom | None = None
        self._id_dice: SeededRandom | None = None

    @property
    def request_id(self) -> str:
        """What tells this attempt from all others."""
        return f"{self._seed:016x}"

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

    __slots__ = ("_ambient", "_function", "_log", "_transaction")

    def __init__(
        self, ambient: Ambient, log: StepLog, transaction: Transaction | None, function: Function
    ) -> None:
        self._function = function
        self._ambient = ambient
        self._log = log
        self._transaction = transaction

    @property
    def auth(self) -> Auth:
        """Who is calling. A result of a query that asks is not shared between callers."""
        self._ambient.was_asked = True
        return Auth(self._ambient.caller, self._log)

    def now(self) -> int:
        """Milliseconds since the epoch, as they were when this attempt began."""
        return self._ambient.now_ms

    def random(self) -> float:
        """A number in ``[0, 1)`` from this attempt's own sequence."""
        return self._ambient.random()

    def _nested(
        self, kind: Kind, limits: Mapping[str, float] | None, *, is_stale: bool = False
    ) -> Callable[[FunctionReference, dict[str, object] | None], NestedCall]:
        resolve = self._ambient.surroundings.resolve

        def call(reference: FunctionReference, args: dict[str, object] | None) -> NestedCall:
            return NestedCall(resolve(reference, kind), _or_empty(args), is_stale, limits)

        return call


class QueryCtx(_Ctx):
    """``ctx`` of a query: it reads, and the same snapshot answers every read."""

    __slots__ = ("db",)

    def __init__(
        self,
        ambient: Ambient,
        log: StepLog,
        transaction: Transaction,
        journal: QueryJournal,
        function: Function,
    ) -> None:
        super().__init__(ambient, log, transaction, function)
        self.db = DatabaseReader(transaction, log, journal)

    @property
    def meta(self) -> QueryMeta:
        """What it can know of itself."""
        assert self._transaction is not None, "a query has one"
        return QueryMeta(self._function, self._log, self._transaction)

    @property
    def storage(self) -> StorageReader:
        """Links to files."""
        return StorageReader(self._ambient.surroundings, self._log, self._transaction)

    def run_query(
        self,
        reference: FunctionReference,
        args: dict[str, object] | None = None,
        *,
        use_stale_snapshot: bool = False,
        transaction_limits: Mapping[str, float] | None = None,
    ) -> Step[NestedCall]:
        """Run another query on the same snapshot.

        Raises: InvalidArgumentError, for ``use_stale_snapshot``: only a mutation has one.
        """
        if use_stale_snapshot:
            raise InvalidArgumentError(
                "`useStaleSnapshot` is only supported in mutations, not queries."
            )
        call = self._nested("query", transaction_limits)
        return Step(self._log, "1.0/runUdf", "ctx", "run_query", call, reference, args)

    def __getattr__(self, name: str) -> NoReturn:
        if name in _FACILITIES:
            raise unavailable(_FACILITIES[name])
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
        self,
        ambient: Ambient,
        log: StepLog,
        transaction: Transaction,
        journal: QueryJournal,
        function: Function,
    ) -> None:
        super().__init__(ambient, log, transaction, function)
        self.db = DatabaseWriter(transaction, log, journal)

    @property
    def meta(self) -> MutationMeta:
        """What it can know of itself, and of its caller."""
        assert self._transaction is not None, "a mutation has one"
        ambient = self._ambient
        return MutationMeta(
            self._function, self._log, self._transaction, ambient.caller, ambient.request_id
        )

    @property
    def storage(self) -> StorageWriter:
        """Links to files, and uploads."""
        return StorageWriter(self._ambient.surroundings, self._log, self._transaction)

    @property
    def scheduler(self) -> Scheduler:
        """Calls to be made after the commit."""
        return _scheduler(self._ambient, self._log, self._transaction)

    def run_query(
        self,
        reference: FunctionReference,
        args: dict[str, object] | None = None,
        *,
        use_stale_snapshot: bool = False,
        transaction_limits: Mapping[str, float] | None = None,
    ) -> Step[NestedCall]:
        """Run a query in this transaction; it sees what was written so far.

        With ``use_stale_snapshot`` it sees the snapshot from before the first write, and what it
        reads is not part of the read set: nothing it saw is checked at the commit. That is for
        rows that never change; with any others it gives serialisability up.
        ``transaction_limits`` are what it may use of the limits, from here on.

        Source: docs "Writing Data"; npm-packages/convex/src/server/registration.ts.
        Differs: the snapshot is always the one this transaction began with; a deployment may
        choose an older one.
        """
        call = self._nested("query", transaction_limits, is_stale=use_stale_snapshot)
        return Step(self._log, "1.0/runUdf", "ctx", "run_query", call, reference, args)

    def run_mutation(
        self,
        reference: FunctionReference,
        args: dict[str, object] | None = None,
        *,
        transaction_limits: Mapping[str, float] | None = None,
    ) -> Step[NestedCall]:
        """Run another mutation in this transaction. If it fails, only its writes are undone.

        ``transaction_limits`` are what it may use of the limits, from here on.
        """
        call = self._nested("mutation", transaction_limits)
        return Step(self._log, "1.0/runUdf", "ctx", "run_mutation", call, reference, args)

    def __getattr__(self, name: str) -> NoReturn:
        if name in _FACILITIES:
            raise unavailable(_FACILITIES[name])
        if name == "run_action":
            raise DeterminismError(
                "Cannot call a Action function from a Mutation function. "
                "Let an action call the mutation, and pass in what it needs."
            )
        raise AttributeError(name)


class ActionCtx(_Ctx):
    """``ctx`` of an action: it has no transaction; every call it makes is one of its own."""

    __slots__ = ()

    @property
    def meta(self) -> ActionMeta:
        """What it can know of itself, and of its caller."""
        ambient = self._ambient
        return ActionMeta(self._function, self._log, ambient.caller, ambient.request_id)

    @property
    def storage(self) -> StorageActions:
        """Files."""
        return StorageActions(self._ambient.surroundings, self._log, None)

    @property
    def scheduler(self) -> Scheduler:
        """Calls to be made later."""
        return _scheduler(self._ambient, self._log, None)

    def vector_search(
        self,
        table: str,
        index: str,
        *,
        vector: Sequence[float],
        limit: int = 10,
        filter: Callable[[VectorFilterBuilder], object] | None = None,  # noqa: A002 - Convex's name
    ) -> Step[list[VectorResult]]:
        """Ids of the documents nearest to ``vector``, as they are now, with their scores."""
        snapshots = self._ambient.surroundings.snapshots
        return Step(
            self._log,
            "1.0/actions/vectorSearch",
            "ctx",
            "vector_search",
            lambda *_: vector_search(
                snapshots.latest, table, index, vector=vector, limit=limit, accepts=filter
            ),
            table,
            index,
        )

    def run_query(
        self, reference: FunctionReference, args: dict[str, object] | None = None
    ) -> Step[NestedCall]:
        """Run a query on the newest snapshot."""
        return Step(
            self._log,
            "1.0/actions/query",
            "ctx",
            "run_query",
            self._nested("query", None),
            reference,
            args,
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
            self._nested("mutation", None),
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
            self._nested("action", None),
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


def _scheduler(ambient: Ambient, log: StepLog, transaction: Transaction | None) -> Scheduler:
    return Scheduler(
        ambient.surroundings, log, transaction, now_ms=ambient.now_ms, caller=ambient.caller
    )


_FACILITIES: Final = {
    "fetch": "fetch()",
    "set_timeout": "setTimeout",
    "set_interval": "setInterval",
    "vector_search": "vectorSearch()",
}
"""What a query or mutation may look for on ``ctx`` and never finds, as Convex names it."""
