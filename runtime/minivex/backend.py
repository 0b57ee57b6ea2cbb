"""The composition root: a whole backend in one object.

::

    Backend ── functions       what can be called
       ├────── clock           virtual time
       ├────── snapshots       the data, as of the newest commit
       ├────── committer       the only way to change it
       └────── tracer          who wants to know

    backend.run("jobs:claim", {…})        one call, alone, to its end
    backend.start("jobs:claim", {…})      a call in flight, moved by hand
    backend.advance(1000)                 time passes, and what is due runs
    backend.fetch("/events", method=…)    an HTTP request
    backend.fork()                        another backend that goes on from here
    backend.push(schema, functions)       another version of the application
    Backend.open(storage)                 a backend that a crash of the process does not end
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, Final, TypeAlias, TypedDict, TypeVar, Unpack

from minivex.clock import VirtualClock
from minivex.commit.committer import Committer, Isolation
from minivex.commit.recovery import recover
from minivex.commit.storage import Storage
from minivex.commit.validation import Validate
from minivex.commit.write_log import WriteLog
from minivex.deployment import Application, Services
from minivex.errors import (
    ConvexError,
    KeyInterval,
    ServerError,
)
from minivex.functions.background import Background
from minivex.functions.call_values import freeze_args
from minivex.functions.definitions import Function, Kind, functions_of
from minivex.functions.determinism import SeededRandom, derive_seed
from minivex.functions.execution import Execution
from minivex.functions.lookup import find_public, redeployed, resolve
from minivex.functions.moves import Raised
from minivex.functions.ports import NOBODY
from minivex.functions.references import FunctionReference
from minivex.functions.runner import Call
from minivex.functions.subscription import Callback, Subscription
from minivex.functions.sync import Sync
from minivex.index.index_key import Document
from minivex.index.range_text import describe
from minivex.index.text_index import describe_term
from minivex.schema.tables import Schema
from minivex.services.auth import IdentityProvider
from minivex.services.crons import Crons
from minivex.services.file_storage import FileStorage
from minivex.services.http_actions import Response
from minivex.services.http_router import HttpRouter
from minivex.services.push import (
    DOCUMENTS_PER_STEP,
    Progress,
    Push,
    backfill_staged,
    forget_unfinished,
    staged_progress,
)
from minivex.services.scheduler import Scheduler
from minivex.services.sessions import RequestId, RequestRecord
from minivex.store.snapshot import Snapshot
from minivex.store.snapshot_manager import SnapshotManager
from minivex.store.table_registry import TABLES_INDEX, TableRegistry
from minivex.trace import Crashed, Tracer
from minivex.txn.limits import LIMITS, Limits
from minivex.txn.transaction import NANOSECONDS, Transaction
from minivex.values.value import Value, clone

__all__ = ["Backend", "ErrorDetail", "functions_of"]

Result = TypeVar("Result")
Identity: TypeAlias = Mapping[str, object] | str | None


class ErrorDetail(Enum):
    """How much of an error a client may see."""

    FULL = "full"
    """All of it, as in development."""

    REDACTED = "redacted"
    """Nothing but that there was one, as in production; a ConvexError keeps its data."""


class Options(TypedDict, total=False):
    """What a backend is made with besides its storage."""

    schema: Schema | None
    functions: Mapping[str, Function] | None
    seed: int
    clock: VirtualClock | None
    tracer: Tracer | None
    isolation: Isolation
    validate: Validate | None
    crons: Crons | None
    http: HttpRouter[Any] | None
    providers: Sequence[IdentityProvider]
    error_detail: ErrorDetail
    limits: Limits


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
        validate: Validate | None = None,
        crons: Crons | None = None,
        http: HttpRouter[Any] | None = None,
        providers: Sequence[IdentityProvider] = (),
        error_detail: ErrorDetail = ErrorDetail.FULL,
        limits: Limits = LIMITS,
        storage: Storage | None = None,
    ) -> None:
        self.limits = limits
        self.schema = schema
        self.error_detail = error_detail
        self.generation = 0
        self.deployment = 0
        self.current_push: Push | None = None
        self.functions: dict[str, Function] = dict(functions or {})
        self.clock = VirtualClock() if clock is None else clock
        self.tracer = tracer
        start_ts = self.clock.now_ms * NANOSECONDS
        durable, is_reopened = None, False
        if storage is None:
            snapshot = Snapshot.empty(start_ts, TableRegistry.of_schema(schema))
        else:
            snapshot, durable, is_new = recover(storage, schema, start_ts=start_ts)
            is_reopened = not is_new
            self.clock.advance_to(snapshot.ts // NANOSECONDS)
        self.snapshots = SnapshotManager(snapshot)
        self.committer = Committer(self.snapshots, self.clock, isolation, durable, validate)
        # Ids come from the seed: going on after a commit must not repeat those before it.
        self._next_seed = derive_seed(seed, snapshot.ts if is_reopened else 0)
        self._sync: Sync | None = None
        self._services: Services | None = None
        secret = SeededRandom(derive_seed(seed, 1)).next_bytes(16)
        self._application = Application(crons or Crons(), http, tuple(providers), secret)
        if crons is not None or is_reopened:
            self.services.cron_runner.deploy()
        if is_reopened:
            self.services.worker.crash()

    @classmethod
    def open(cls, storage: Storage, **options: Unpack[Options]) -> Backend:
        """Make a backend whose commits are kept in ``storage``, and go on from those it holds.

        Same documents, ids and creation times; later timestamps. Scheduled functions and cron
        jobs stand as after ``crash``. A log that is new begins with an empty database. The
        clock is at the last commit, or later.

        Cost: O(bytes of the log + documents × indexes × log n).
        Raises: DamagedLogError or StorageError; SchemaValidationError, if a document does not
            match a schema that has changed.
        """
        return cls(storage=storage, **options)

    def compact(self) -> None:
        """Let the log hold all there is now instead of every commit so far, if there is a log.

        Cost: O(bytes of all documents).
        Raises: StorageError, if the storage does not take it.
        """
        if self.committer.durable is not None:
            self.committer.durable.compact(self.snapshots.latest)

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
        self,
        function: str | FunctionReference,
        args: Mapping[str, object] | None = None,
        *,
        identity: Identity = None,
        request: RequestId | None = None,
    ) -> Value:
        """Run a function alone, to its end, as a client would.

        ``identity`` is who calls: claims, or a token. A mutation that is sent with the same
        ``request`` a second time returns its first answer.

        Raises: whatever the caller would see: DeveloperError, ConvexError, ConflictError, or
        the handler's own exception.
        """
        execution = self._execution(function, args, "call", identity, request)
        outcome = execution.finish()
        if isinstance(outcome, Raised):
            raise self.shown_error(outcome.error)
        return outcome.value

    def start(
        self,
        function: str | FunctionReference,
        args: Mapping[str, object] | None = None,
        *,
        label: str = "call",
        identity: Identity = None,
        request: RequestId | None = None,
    ) -> Call:
        """Put a call in flight. Nothing has happened yet: its first move is to begin.

        Raises: FunctionNotFoundError, or NotAValueError for an argument.
        """
        return Call(self, self._execution(function, args, label, identity, request), label)

    def _execution(
        self,
        function: str | FunctionReference,
        args: Mapping[str, object] | None,
        label: str,
        identity: Identity,
        request: RequestId | None,
    ) -> Execution:
        found = find_public(self.functions, function)
        is_kept = request is not None and found.kind == "mutation"
        return Execution(
            self,
            found,
            _args(args),
            label,
            caller=NOBODY if identity is None else self.services.caller_of(identity),
            companion=RequestRecord(self.clock, request) if is_kept and request else None,
        )

    def advance(self, delta_ms: float) -> int:
        """Let time pass, and run on the way all that comes due; how many jobs ran."""
        return self.services.worker.advance(delta_ms)

    def run_due(self) -> int:
        """Run all that is due by now; how many jobs ran."""
        return self.services.worker.run_due()

    def start_due(self) -> Background | None:
        """Take the job that is due first, to move it by hand; ``None`` if none is due."""
        return self.services.worker.start_next()

    def crash(self) -> None:
        """Lose what is only in memory, and come back.

        Calls in flight are gone. A scheduled mutation that had not committed is still to be
        run; an action that had begun has failed.
        """
        self.generation += 1
        self.committer = Committer(
            self.snapshots,
            self.clock,
            self.isolation,
            self.committer.durable,
            self.committer.validate,
        )
        self._sync = None
        if self.current_push is not None:
            self.current_push.abandon()
        if self.tracer is not None:
            self.tracer.event(Crashed("", "", self.generation, self.clock.now_ms))
        self.services.worker.crash()

    def push(self, schema: Schema | None, functions: Mapping[str, Function] | None = None) -> None:
        """Let another schema, and other functions, take the place of those there are.

        Documents stay as they are, and each must match the new schema. Without ``functions``
        those there are stay. Calls in flight begin anew; live queries run again.

        Cost: O(documents of tables whose validator or indexes have changed × log n).
        Raises: SchemaPushError, naming a document that does not match; then nothing changes.
        """
        self.start_push(schema, functions).finish()

    def start_push(
        self, schema: Schema | None, functions: Mapping[str, Function] | None = None
    ) -> Push:
        """Begin a push that is moved by hand. One that is still under way is given up."""
        return Push(self, schema, functions)

    @property
    def backfills(self) -> list[Progress]:
        """The tables with staged indexes that are not built yet, and how far each is."""
        return staged_progress(self)

    def backfill(self, documents: int = DOCUMENTS_PER_STEP) -> list[Progress]:
        """Bring the first of ``backfills`` so many documents further; what is left then.

        Differs: a deployment builds staged indexes on its own, in the background.
        """
        backfill_staged(self, documents)
        return staged_progress(self)

    def activate(self, schema: Schema | None, functions: Mapping[str, Function] | None) -> None:
        """Let what a push has brought be in force: its tables are there already."""
        self.schema = schema
        self.deployment += 1
        if functions is not None:
            self.functions = dict(functions)
        if self._sync is not None:
            self._sync.redeploy()
        self.committed()

    def fetch(
        self,
        url: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | str = b"",
    ) -> Response:
        """Answer an HTTP request to a path of the application, or to a link of a file."""
        return self.services.fetch(url, method=method, headers=headers or {}, body=body)

    def subscribe(
        self,
        function: str | FunctionReference,
        args: Mapping[str, object] | None,
        callback: Callback,
        *,
        label: str = "subscription",
        identity: Identity = None,
    ) -> Subscription:
        """Watch a query: ``callback`` gets its outcome now, and whenever it is another.

        Cost: each commit then costs O(1) more, plus a run of the query if it is touched.
        Raises: FunctionNotFoundError, if there is no such query.
        """
        return Subscription(
            self.sync,
            self.find_query(function),
            _args(args),
            label=label,
            caller=NOBODY if identity is None else self.services.caller_of(identity),
            callback=callback,
        )

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
        return self.resolve(FunctionReference(find_public(self.functions, function).path), "query")

    def fork(
        self,
        *,
        tracer: Tracer | None = None,
        isolation: Isolation | None = None,
        validate: Validate | None = None,
    ) -> Backend:
        """Make a backend that goes on from here on its own. Calls in flight stay behind.

        It has the same data, functions, time and random state, and an empty write log. Nobody
        is subscribed to it. It is in memory only, whatever this one is. Commits are checked as
        here, unless ``isolation`` or ``validate`` says otherwise.

        Cost: O(1).
        """
        other = Backend.__new__(Backend)
        other.schema = self.schema
        other.functions = self.functions
        other.clock = self.clock.fork()
        other.tracer = tracer
        other.snapshots = self.snapshots.share()
        other.committer = Committer(
            other.snapshots,
            other.clock,
            self.isolation if isolation is None else isolation,
            validate=self.committer.validate
            if isolation is None and validate is None
            else validate,
        )
        other._next_seed = self._next_seed  # noqa: SLF001 - same class
        other._sync = None  # noqa: SLF001 - same class
        other.error_detail = self.error_detail
        other.limits = self.limits
        other.generation = 0
        other.deployment = self.deployment
        other.current_push = None
        other._services = None  # noqa: SLF001 - same class
        other._application = self._application  # noqa: SLF001 - same class
        if self.current_push is not None:
            forget_unfinished(other)
        return other

    def load(self, table: str, documents: Iterable[Mapping[str, object]]) -> list[str]:
        """Insert documents in one transaction and return their ids, in order.

        Raises: InvalidDocumentError or SchemaValidationError; then nothing is inserted.
        """
        return self.commit_alone(
            lambda transaction: [transaction.insert(table, dict(one)) for one in documents]
        )

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

    @property
    def services(self) -> Services:
        """Scheduler, crons, files and HTTP; they exist from the first use on."""
        if self._services is None:
            self._services = Services(self, self._application)
        return self._services

    @property
    def jobs(self) -> Scheduler:
        """Scheduled calls."""
        return self.services.jobs

    @property
    def files(self) -> FileStorage:
        """Stored files."""
        return self.services.files

    def commit_alone(self, work: Callable[[Transaction], Result]) -> Result:
        """Do ``work`` in a transaction of its own, which commits at once.

        Raises: what ``work`` raises; then nothing has happened.
        """
        transaction = self._transaction()
        try:
            result = work(transaction)
        except BaseException:
            self.snapshots.release(transaction.snapshot)
            raise
        self.committer.commit(transaction)
        self.committed()
        return result

    def read_alone(self, work: Callable[[Transaction], Result]) -> Result:
        """Do ``work``, which only reads, on the newest snapshot."""
        transaction = self._transaction()
        try:
            return work(transaction)
        finally:
            self.snapshots.release(transaction.snapshot)

    def _transaction(self) -> Transaction:
        return Transaction(
            self.snapshots.pin(), now_ms=self.clock.now_ms, random=SeededRandom(self.next_seed())
        )

    def shown_error(self, error: Exception) -> Exception:
        """An error as a client may see it: in production only a ConvexError as it is."""
        if self.error_detail is ErrorDetail.FULL or isinstance(error, ConvexError):
            return error
        return ServerError(f"{self.next_seed():016x}", error)

    def committed(self) -> None:
        """Tell whoever watches a query that there may be a commit. Nobody: nothing happens."""
        if self._sync is not None:
            self._sync.advance()

    def next_seed(self) -> int:
        """A seed that no other attempt of this backend has had."""
        self._next_seed = seed = (self._next_seed + _SEED_STEP) & _MASK
        return seed

    def redeployed(self, function: Function) -> Function:
        """What has the name of ``function`` since the last push; it may do no more than fail."""
        return redeployed(self.functions, function)

    def resolve(self, reference: object, kind: Kind | None) -> Function:
        """The function that one function calls by ``reference``; internal ones are allowed.

        Raises: FunctionNotFoundError, if there is none, or it is of another kind.
        """
        return resolve(self.functions, reference, kind)


def _args(args: Mapping[str, object] | None) -> dict[str, Value]:
    return {} if args is None else freeze_args(args)


def _copy(document: Document) -> Document:
    copied = clone(document)
    assert isinstance(copied, dict), "a document is an object"
    return copied
