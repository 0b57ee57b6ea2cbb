"""The doors of a backend: clients call, time passes, versions are pushed, tests look inside.

::

    backend.run("jobs:claim", {…})        one call, alone, to its end
    backend.start("jobs:claim", {…})      a call in flight, moved by hand
    backend.advance(1000)                 time passes, and what is due runs
    backend.fetch("/events", method=…)    an HTTP request
    backend.fork()                        another backend that goes on from here
    backend.push(schema, functions)       another version of the application
    Backend.open(storage)                 a backend that a crash of the process does not end
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self, Unpack

from minivex.backend.core import Core
from minivex.backend.options import Identity, Options
from minivex.commit.storage import Storage
from minivex.deployment import Release
from minivex.errors import (
    KeyInterval,
)
from minivex.functions.background import Background
from minivex.functions.call_values import freeze_args
from minivex.functions.definitions import Function
from minivex.functions.execution import Execution
from minivex.functions.lookup import find_public
from minivex.functions.moves import Raised
from minivex.functions.ports import NOBODY
from minivex.functions.references import FunctionReference
from minivex.functions.runner import Call
from minivex.functions.subscription import Callback, Subscription
from minivex.index.index_key import Document
from minivex.index.range_text import describe
from minivex.index.text_index import describe_term
from minivex.schema.tables import Schema
from minivex.services.crons import Crons
from minivex.services.http_actions import Response
from minivex.services.http_router import HttpRouter
from minivex.services.push import (
    DOCUMENTS_PER_STEP,
    Progress,
    Push,
    backfill_staged,
    staged_progress,
)
from minivex.services.sessions import RequestId, RequestRecord
from minivex.store.table_registry import TABLES_INDEX
from minivex.values.value import Value, clone

__all__ = ["Backend"]


class Backend(Core):
    """A database, its functions, and the calls that change it.

    Invariant: same seed, same clock, same calls in the same order of moves: same ids, same
    timestamps, same results.
    """

    @classmethod
    def open(cls, storage: Storage, **options: Unpack[Options]) -> Self:
        """Make a backend whose commits are kept in ``storage``, and go on from those it holds.

        Same documents, ids and creation times; later timestamps. Scheduled functions and cron
        jobs stand as after ``crash``. A log that is new begins with an empty database. The
        clock is at the last commit, or later.

        Cost: O(bytes of the log + documents × indexes × log n).
        Raises: DamagedLogError or StorageError; SchemaValidationError, if a document does not
            match a schema that has changed.
        """
        return cls(storage=storage, **options)

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

    def push(
        self,
        schema: Schema | None,
        functions: Mapping[str, Function] | None = None,
        *,
        crons: Crons | None = None,
        http: HttpRouter[Any] | None = None,
    ) -> None:
        """Let another schema, functions, cron jobs and routes take the place of those there are.

        Documents stay as they are, and each must match the new schema. Of functions, cron jobs
        and routes, those that are not given stay. A cron job whose schedule has not changed
        keeps its time; one that is defined no more is gone. Calls in flight begin anew; live
        queries run again.

        Cost: O(documents of tables whose validator or indexes have changed × log n).
        Raises: SchemaPushError, naming a document that does not match; DefinitionError or
            DeveloperError, for a cron job that can never run. Then nothing changes.
        """
        self.start_push(schema, functions, crons=crons, http=http).finish()

    def start_push(
        self,
        schema: Schema | None,
        functions: Mapping[str, Function] | None = None,
        *,
        crons: Crons | None = None,
        http: HttpRouter[Any] | None = None,
    ) -> Push:
        """Begin a push that is moved by hand. One that is still under way is given up.

        Raises: DefinitionError or DeveloperError, for a cron job that can never run.
        """
        release = Release(functions, crons, http)
        release.check(self.functions, self._application)
        return Push(self, schema, lambda: self.activate(schema, release))

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


def _args(args: Mapping[str, object] | None) -> dict[str, Value]:
    return {} if args is None else freeze_args(args)


def _copy(document: Document) -> Document:
    copied = clone(document)
    assert isinstance(copied, dict), "a document is an object"
    return copied
