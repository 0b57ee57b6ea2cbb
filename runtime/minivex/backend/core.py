"""The state of a backend: how it begins, forks and crashes, and what calls and services find in it.

::

    Core ── functions       what can be called
      ├──── clock           virtual time
      ├──── snapshots       the data, as of the newest commit
      ├──── committer       the only way to change it
      └──── tracer          who wants to know
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Self, TypeVar

from minivex.backend.options import ErrorDetail
from minivex.clock import VirtualClock
from minivex.commit.committer import Committer, Isolation
from minivex.commit.recovery import recover
from minivex.commit.storage import Storage
from minivex.commit.validation import Validate
from minivex.commit.write_log import WriteLog
from minivex.deployment import Application, Release, Services
from minivex.errors import (
    ConvexError,
    ServerError,
)
from minivex.functions.definitions import Function, Kind
from minivex.functions.determinism import SeededRandom, derive_seed
from minivex.functions.lookup import find_public, redeployed, resolve
from minivex.functions.references import FunctionReference
from minivex.functions.sync import Sync
from minivex.schema.tables import Schema
from minivex.services.auth import IdentityProvider
from minivex.services.crons import Crons
from minivex.services.file_storage import FileStorage
from minivex.services.http_router import HttpRouter
from minivex.services.push import (
    Push,
    forget_unfinished,
)
from minivex.services.scheduler import Scheduler
from minivex.store.snapshot import Snapshot
from minivex.store.snapshot_manager import SnapshotManager
from minivex.store.table_registry import TableRegistry
from minivex.trace import Crashed, Tracer
from minivex.txn.limits import LIMITS, Limits
from minivex.txn.transaction import NANOSECONDS, Transaction

__all__ = ["Core"]

Result = TypeVar("Result")

_MASK: Final = (1 << 64) - 1
_SEED_STEP: Final = 0xD1342543DE82EF95
"""An odd number far from SplitMix64's own step, so that no two seeds share a sequence."""

_SEQUENCE: Final = 1 << 40
"""How many seeds a call's own sequence has before the next call's begins."""


class Core:
    """Data, functions and time, and the one way to commit.

    Invariant: no two attempts have the same seed.
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

    def fork(
        self,
        *,
        tracer: Tracer | None = None,
        isolation: Isolation | None = None,
        validate: Validate | None = None,
    ) -> Self:
        """Make a backend that goes on from here on its own. Calls in flight stay behind.

        It has the same data, functions, time and random state, and an empty write log. Nobody
        is subscribed to it. It is in memory only, whatever this one is. Commits are checked as
        here, unless ``isolation`` or ``validate`` says otherwise.

        Cost: O(1).
        """
        other = type(self).__new__(type(self))
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

    @property
    def sync(self) -> Sync:
        """What keeps live queries fresh; it exists from the first use on."""
        if self._sync is None:
            self._sync = Sync(self)
        return self._sync

    def activate(self, schema: Schema | None, release: Release) -> None:
        """Let what a push has brought be in force: its tables are there already."""
        self.schema = schema
        self.deployment += 1
        if release.functions is not None:
            self.functions = dict(release.functions)
        if self._sync is not None:
            self._sync.redeploy()  # before cron jobs commit: what that refreshes runs the new functions
        if release.crons is not None or release.http is not None:
            self._application = release.applied_to(self._application)
            self.services.redeploy(self._application)
        self.committed()

    def committed(self) -> None:
        """Tell whoever watches a query that there may be a commit. Nobody: nothing happens."""
        if self._sync is not None:
            self._sync.advance()

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

    def seeds_for(self, number: int) -> int:
        """Where a sequence of seeds for the ``number``-th call begins, far from all the others.

        Calls with sequences of their own get the same ids whatever others do in between.
        """
        return (self._next_seed + (number + 1) * _SEQUENCE * _SEED_STEP) & _MASK

    def swap_seeds(self, seeds: int) -> int:
        """Let seeds come from where another sequence stands, and say where this one stood."""
        stood, self._next_seed = self._next_seed, seeds
        return stood

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

    def find_query(self, function: str | FunctionReference) -> Function:
        """The query that a client may watch.

        Raises: FunctionNotFoundError, if there is none, or it is of another kind.
        """
        return self.resolve(FunctionReference(find_public(self.functions, function).path), "query")
