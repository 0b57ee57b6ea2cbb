"""The composition root: a whole backend in one object.

::

    Backend ── functions       what can be called
       ├────── clock           virtual time
       ├────── snapshots       the data, as of the newest commit
       ├────── committer       the only way to change it
       └────── tracer          who wants to know

    backend.run("jobs:claim", {…})        one call, alone, to its end
    backend.start("jobs:claim", {…})      a call in flight, moved by hand
    backend.fork()                        another backend that goes on from here
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from minivex.clock import VirtualClock
from minivex.commit.committer import Committer, Isolation
from minivex.commit.write_log import WriteLog
from minivex.errors import FunctionNotFoundError, KeyInterval, canonical_path
from minivex.functions.definitions import Function, Kind, functions_of
from minivex.functions.determinism import SeededRandom, derive_seed
from minivex.functions.execution import Execution, freeze_args
from minivex.functions.moves import Raised
from minivex.functions.references import FunctionReference, path_of
from minivex.functions.runner import Call
from minivex.functions.subscription import Callback, Subscription
from minivex.functions.sync import Sync
from minivex.index.index_key import Document
from minivex.index.range_text import describe
from minivex.index.text_index import describe_term
from minivex.schema.tables import Schema
from minivex.store.snapshot import Snapshot
from minivex.store.snapshot_manager import SnapshotManager
from minivex.store.table_registry import TABLES_INDEX, TableRegistry
from minivex.trace import Tracer
from minivex.txn.transaction import NANOSECONDS, Transaction
from minivex.values.value import Value, clone

__all__ = ["Backend", "functions_of"]

_MASK: Final = (1 << 64) - 1
_SEED_STEP: Final = 0xD1342543DE82EF95
"""An odd number far from SplitMix64's own step, so that no two seeds share a sequence."""


class Backend:
    """A database, its functions, and the calls that change it.

    Invariant: same seed, same clock, same calls in the same order of moves: same ids, same
    timestamps, same results.
    """

    def __init__(
        self,
        *,
        schema: Schema | None = None,
        functions: Mapping[str, Function] | None = None,
        seed: int = 0,
        clock: VirtualClock | None = None,
        tracer: Tracer | None = None,
        isolation: Isolation = Isolation.SERIALIZABLE,
    ) -> None:
        self.schema = schema
        self.functions: dict[str, Function] = dict(functions or {})
        self.clock = VirtualClock() if clock is None else clock
        self.tracer = tracer
        snapshot = Snapshot.empty(self.clock.now_ms * NANOSECONDS, TableRegistry.of_schema(schema))
        self.snapshots = SnapshotManager(snapshot)
        self.committer = Committer(self.snapshots, self.clock, isolation)
        self._next_seed = derive_seed(seed, 0)
        self._sync: Sync | None = None

    @property
    def latest_ts(self) -> int:
        """The timestamp of the newest commit."""
        return self.snapshots.latest.ts

    @property
    def isolation(self) -> Isolation:
        """What commits are checked for."""
        return self.committer.isolation

    @property
    def write_log(self) -> WriteLog:
        """The recent commits."""
        return self.committer.log

    def run(
        self, function: str | FunctionReference, args: Mapping[str, object] | None = None
    ) -> Value:
        """Run a function alone, to its end, as a client would.

        Raises: whatever the caller would see: DeveloperError, ConvexError, ConflictError, or
        the handler's own exception.
        """
        execution = Execution(self, self._find(function), _args(args), "call")
        outcome = execution.finish()
        if isinstance(outcome, Raised):
            raise outcome.error
        return outcome.value

    def start(
        self,
        function: str | FunctionReference,
        args: Mapping[str, object] | None = None,
        *,
        label: str = "call",
    ) -> Call:
        """Put a call in flight. Nothing has happened yet: its first move is to begin.

        Raises: FunctionNotFoundError, or NotAValueError for an argument.
        """
        return Call(self, self._find(function), _args(args), label)

    def subscribe(
        self,
        function: str | FunctionReference,
        args: Mapping[str, object] | None,
        callback: Callback,
        *,
        label: str = "subscription",
    ) -> Subscription:
        """Watch a query: ``callback`` gets its outcome now, and whenever it is another.

        Cost: each commit then costs O(1) more, plus a run of the query if it is touched.
        Raises: FunctionNotFoundError, if there is no such query.
        """
        return Subscription(self.sync, self.find_query(function), _args(args), label, callback)

    @property
    def sync(self) -> Sync:
        """What keeps live queries fresh; it exists from the first use on."""
        if self._sync is None:
            self._sync = Sync(self)
        return self._sync

    def find_query(self, function: str | FunctionReference) -> Function:
        """The query that a client may watch.

        Raises: FunctionNotFoundError, if there is none, or it is of another kind.
        """
        return self.resolve(FunctionReference(self._find(function).path), "query")

    def fork(self, *, tracer: Tracer | None = None, isolation: Isolation | None = None) -> Backend:
        """Make a backend that goes on from here on its own. Calls in flight stay behind.

        It has the same data, functions, time and random state, and an empty write log. Nobody
        is subscribed to it.

        Cost: O(1).
        """
        other = Backend.__new__(Backend)
        other.schema = self.schema
        other.functions = self.functions
        other.clock = self.clock.fork()
        other.tracer = tracer
        other.snapshots = self.snapshots.share()
        other.committer = Committer(
            other.snapshots, other.clock, self.isolation if isolation is None else isolation
        )
        other._next_seed = self._next_seed  # noqa: SLF001 - same class
        other._sync = None  # noqa: SLF001 - same class
        return other

    def load(self, table: str, documents: Iterable[Mapping[str, object]]) -> list[str]:
        """Insert documents in one transaction and return their ids, in order.

        Raises: InvalidDocumentError or SchemaValidationError; then nothing is inserted.
        """
        transaction = Transaction(
            self.snapshots.pin(), now_ms=self.clock.now_ms, random=SeededRandom(self.next_seed())
        )
        try:
            ids = [transaction.insert(table, dict(document)) for document in documents]
        except BaseException:
            self.snapshots.release(transaction.snapshot)
            raise
        self.committer.commit(transaction)
        self.committed()
        return ids

    def documents(self, table: str) -> list[Document]:
        """All documents of a table in creation order, looked at from outside."""
        latest = self.snapshots.latest
        known = latest.registry.by_name.get(table)
        if known is None:
            return []
        _, revisions = latest.scan(table, known.by_creation_time, b"", None, None, is_reverse=False)
        return [_copy(revision.document) for revision in revisions]

    def describe_range(self, index: str, interval: KeyInterval) -> str:
        """An interval of ``index`` (``table.index``) as people read it, without the index's name.

        >>> from minivex.index.interval import EVERYTHING
        >>> Backend().describe_range("jobs.by_creation_time", EVERYTHING)
        '[all]'
        """
        if index == TABLES_INDEX:
            return "[all]"
        table_name, _, label = index.partition(".")
        table = self.snapshots.latest.registry.by_name.get(table_name)
        if table is not None and label in table.search_position:
            return describe_term(interval)
        found = None if table is None else table.index_by_label.get(label)
        return describe(interval, ("_id",) if found is None else found.key_fields)

    # What the runner needs.

    def committed(self) -> None:
        """Tell whoever watches a query that there may be a commit. Nobody: nothing happens."""
        if self._sync is not None:
            self._sync.advance()

    def next_seed(self) -> int:
        """A seed that no other attempt of this backend has had."""
        self._next_seed = seed = (self._next_seed + _SEED_STEP) & _MASK
        return seed

    def resolve(self, reference: object, kind: Kind | None) -> Function:
        """The function that one function calls by ``reference``; internal ones are allowed.

        Raises: FunctionNotFoundError, if there is none, or it is of another kind.
        """
        path = path_of(reference)
        function = self.functions.get(path)
        if function is None:
            module, _, name = path.partition(":")
            raise FunctionNotFoundError(
                f'Couldn\'t find "{name or "default"}" in module "{module}". {self._known()}'
            )
        if kind is not None and function.kind != kind:
            raise FunctionNotFoundError(
                f"Trying to execute {canonical_path(path)} as {kind.capitalize()}, "
                f"but it is defined as {function.kind.capitalize()}."
            )
        return function

    def _find(self, reference: str | FunctionReference) -> Function:
        """The function that a client calls: a public one, or any by an ``internal`` reference."""
        path = path_of(reference)
        is_internal = isinstance(reference, FunctionReference) and reference.is_internal
        function = self.functions.get(path)
        if function is None or not (function.is_public or is_internal):
            raise FunctionNotFoundError(
                f"Could not find public function for '{path}'. {self._known()}"
            )
        return function

    def _known(self) -> str:
        public = sorted(path for path, function in self.functions.items() if function.is_public)
        hidden = sorted(self.functions.keys() - public)
        if not self.functions:
            return "No functions are registered: decorate them with @query, @mutation or @action."
        parts = [", ".join(public)] if public else []
        parts += [f"internal: {', '.join(hidden)}"] if hidden else []
        return f"There are: {'; '.join(parts)}."


def _args(args: Mapping[str, object] | None) -> dict[str, Value]:
    return {} if args is None else freeze_args(args)


def _copy(document: Document) -> Document:
    copied = clone(document)
    assert isinstance(copied, dict), "a document is an object"
    return copied
