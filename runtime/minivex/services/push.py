"""A push: another schema and other functions for data that stays.

::

    start ──▶ check ──▶ backfill ──▶ activate      schema and indexes in one commit; functions,
                                                   cron jobs and routes with it
              every     new indexes
              document  (not staged ones)
                 │           │
                 └───────────┴──▶ fail             all is as it was; nothing is migrated

Mutations go on meanwhile, under the schema that is active. Each document that they write is
checked against the new schema as well: one that does not match is stored, and ends the push.
A staged index is not waited for: it is built after the push, by ``Backend.backfill``, and a
later push that declares it without ``staged`` enables it.

Source: docs "Schemas", "Indexes"; convex-backend crates/application/src/schema_worker and
crates/database/src/schema_registry.rs.
Differs: a table is checked whenever its validator is another one, also when the new one
provably accepts more. Every call in flight depends on what is deployed, so an activation
lets it begin anew, with the new functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple, Protocol, TypeAlias

from minivex.commit.committer import Committer
from minivex.errors import PushSupersededError, SchemaPushError, SchemaValidationError
from minivex.index.index_key import Document
from minivex.schema.tables import IndexDefinition, Schema, TableDefinition
from minivex.store.snapshot_manager import SnapshotManager
from minivex.store.table_registry import AUTOMATIC, IndexState, Slot, Table, TableRegistry

__all__ = [
    "DOCUMENTS_PER_STEP",
    "Progress",
    "Push",
    "backfill_staged",
    "forget_unfinished",
    "staged_progress",
]

DOCUMENTS_PER_STEP: Final = 100
"""Documents that one step looks at, if nobody says otherwise."""

Phase: TypeAlias = Literal["check", "backfill", "activate"]


class Progress(NamedTuple):
    """What a push, or a staged index, is at: ``documents`` of ``total`` of ``table`` are done."""

    phase: Phase
    table: str | None
    documents: int
    total: int


class PushHost(Protocol):
    """What a push needs from the backend."""

    snapshots: SnapshotManager
    committer: Committer
    schema: Schema | None
    current_push: Push | None

    def committed(self) -> None:
        """Take note that there may be a commit."""


class Push:
    """One push, moved step by step; ``next_step`` is ``None`` when it is over.

    ``activate`` is called once the schema and its indexes are there, for all else that is new.

    Source: docs "Schemas".
    """

    __slots__ = ("_host", "_left", "_on_activate", "_phase", "_position", "_schema", "_seen_ts")

    def __init__(self, host: PushHost, schema: Schema | None, activate: Callable[[], None]) -> None:
        self._host = host
        self._schema = schema
        self._on_activate = activate
        self._phase: Phase | None = "check"
        self._position: tuple[bytes, int] = (b"", 0)
        if host.current_push is not None:
            host.current_push.abandon()
        host.current_push = self
        self._left = list(self._tables_to_check())
        self._begin_backfills()
        self._seen_ts = host.snapshots.latest.ts
        self._go_on()

    @property
    def next_step(self) -> Progress | None:
        """What ``step`` would do."""
        latest = self._host.snapshots.latest
        if self._phase == "check":
            table = self._left[0]
            return Progress("check", table, self._position[1], len(latest.maps[table][0]))
        if self._phase == "backfill":
            return progress_of(self._host.snapshots, self._building()[0])
        return None if self._phase is None else Progress("activate", None, 0, 0)

    def step(self, documents: int = DOCUMENTS_PER_STEP) -> None:
        """Look at the next ``documents``, or activate.

        Cost: O(documents × indexes × log n).
        Raises: SchemaPushError, if one does not match: the push has failed, and nothing has
            changed. PushSupersededError, if the push was over already.
        """
        if self._phase is None:
            raise PushSupersededError(
                "This push is over: it was activated or given up, or a newer push has begun. "
                "Start it again."
            )
        try:
            self._check_new_documents()
            if self._phase == "check":
                self._check(documents)
            elif self._phase == "backfill":
                self._host.snapshots.backfill(self._building()[0], documents)
            elif self._begin_backfills():
                self._phase = "backfill"  # for a table that has come since the push began
            else:
                self._activate()
                return
        except SchemaPushError:
            self.abandon()
            raise
        self._go_on()

    def finish(self) -> None:
        """Make all steps that are left.

        Raises: as ``step``.
        """
        while self._phase is not None:
            self.step()

    def abandon(self) -> None:
        """Give the push up; what it was building is gone."""
        if self._phase is not None:
            self._phase = None
            self._host.current_push = None
            forget_unfinished(self._host)

    # Inside.

    def _go_on(self) -> None:
        """Find out what is next."""
        if self._phase == "check" and not self._left:
            self._phase = "backfill"
        if self._phase == "backfill" and not self._building():
            self._phase = "activate"

    def _tables_to_check(self) -> Iterator[str]:
        """The tables with documents that the new schema may refuse."""
        schema, active = self._schema, self._host.schema
        if schema is None or not schema.is_enforced:
            return
        rows = self._host.snapshots.latest.maps
        known = {} if active is None or not active.is_enforced else active.tables
        for name, definition in sorted(schema.tables.items()):
            is_same = name in known and str(known[name].validator) == str(definition.validator)
            if name in rows and len(rows[name][0]) and not is_same:
                yield name

    def _check(self, documents: int) -> None:
        table = self._left[0]
        after, count = self._position
        keys, revisions = self._host.snapshots.latest.maps[table][1].slice(after, None, documents)
        for revision in revisions:
            id = str(revision.document["_id"])
            self._check_document(f'Document with ID "{id}"', table, revision.document)
        if len(keys) < documents:
            self._left.pop(0)
            self._position = (b"", 0)
        else:
            self._position = (keys[-1] + b"\0", count + len(keys))

    def _check_new_documents(self) -> None:
        """Check what was written since the last step, by whichever mutation."""
        log = self._host.committer.log
        if self._seen_ts < log.floor_ts:
            self._left = list(self._tables_to_check())
            self._position = (b"", 0)
            self._phase = "check" if self._left else self._phase
        for entry in log.after(self._seen_ts):
            for table, _, new in entry.changes:
                if new is not None and not table.is_system:
                    self._check_document("New document", table.name, new.document)
        self._seen_ts = self._host.snapshots.latest.ts

    def _check_document(self, subject: str, table: str, document: Document) -> None:
        if self._schema is None:
            return
        numbers = self._host.snapshots.latest.registry.numbers
        try:
            self._schema.check_document(document, table=table, tables=numbers)
        except SchemaValidationError as error:
            raise SchemaPushError(subject, table, str(document["_id"]), error.body) from None

    def _building(self) -> list[str]:
        """The tables that have an index which the push waits for."""
        snapshots = self._host.snapshots
        tables = snapshots.latest.registry.by_name
        return [name for name in snapshots.backfills if self._is_awaited(tables[name])]

    def _is_awaited(self, table: Table) -> bool:
        definition = None if self._schema is None else self._schema.tables.get(table.name)
        wanted = {} if definition is None else definition.indexes
        return any(
            slot.label in wanted and wanted[slot.label].fields == slot.fields
            for slot in table.slots
            if slot.state is not IndexState.ENABLED
        )

    def _begin_backfills(self) -> bool:
        """Begin to build the indexes that are missing; whether there are any."""
        schema = self._schema
        return schema is not None and _redefine(
            self._host, lambda table: _with_backfilling(table, schema.tables.get(table.name))
        )

    def _activate(self) -> None:
        host, schema = self._host, self._schema
        registry, new_tables = _activated(host.snapshots.latest.registry, schema)
        host.committer.redefine(registry, new_tables)
        self._phase = None
        host.current_push = None
        self._on_activate()


def forget_unfinished(host: PushHost) -> None:
    """Drop the indexes that a push was building and nobody waits for any more."""
    _redefine(host, _without_backfilling)


def _redefine(host: PushHost, change: Callable[[Table], Table]) -> bool:
    """Let each user table be what ``change`` makes of it; whether that is another for any."""
    registry = host.snapshots.latest.registry
    tables = {}
    for name, table in registry.by_name.items():
        changed = table if table.is_system else change(table)
        if changed is not table:
            tables[name] = changed
    if tables:
        host.committer.redefine(registry.redefined(registry.schema, tables), ())
        host.committed()
    return bool(tables)


def progress_of(snapshots: SnapshotManager, table: str) -> Progress:
    """How far the back-fill of ``table`` is."""
    total = len(snapshots.latest.maps[table][0])
    return Progress("backfill", table, snapshots.backfills[table].documents, total)


def staged_progress(host: PushHost) -> list[Progress]:
    """How far each table is that has a staged index which is not built yet."""
    snapshots = host.snapshots
    latest = snapshots.latest
    unbuilt = [
        Progress("backfill", name, 0, len(latest.maps[name][0]))
        for name, table in latest.registry.by_name.items()
        if name not in snapshots.backfills and _with_staged(table) is not table
    ]
    begun = [progress_of(snapshots, name) for name in snapshots.backfills]
    return [*begun, *(one for one in unbuilt if one.total)]


def backfill_staged(host: PushHost, documents: int) -> None:
    """Bring the first table of ``staged_progress`` so many documents further."""
    _redefine(host, _with_staged)
    table = next(iter(host.snapshots.backfills), None)
    if table is not None:
        host.snapshots.backfill(table, documents)


def _with_backfilling(table: Table, definition: TableDefinition | None) -> Table:
    wanted = () if definition is None else definition.indexes.values()
    return _with_slots(table, wanted, IndexState.BACKFILLING)


def _with_staged(table: Table) -> Table:
    wanted = () if table.definition is None else table.definition.staged_indexes.values()
    return _with_slots(table, wanted, IndexState.STAGED)


def _with_slots(table: Table, wanted: Iterable[IndexDefinition], state: IndexState) -> Table:
    """The table with those of the ``wanted`` indexes as well that it does not have."""
    more = _missing(table.slots, wanted, state)
    if not more:
        return table
    return Table(table.name, table.number, table.definition, (*table.slots, *more))


def _missing(
    slots: Sequence[Slot], wanted: Iterable[IndexDefinition], state: IndexState
) -> list[Slot]:
    known = {(slot.label, slot.fields) for slot in slots}
    return [
        Slot(index.name, index.fields, state)
        for index in wanted
        if (index.name, index.fields) not in known
    ]


def _without_backfilling(table: Table) -> Table:
    slots = [slot for slot in table.slots if slot.state is not IndexState.BACKFILLING]
    if len(slots) == len(table.slots):
        return table
    return Table(table.name, table.number, table.definition, slots)


def _activated(registry: TableRegistry, schema: Schema | None) -> tuple[TableRegistry, list[Table]]:
    """The registry of ``schema``, in which every table there was has kept its number."""
    defined = {} if schema is None else schema.tables
    tables: dict[str, Table] = {}
    for name, table in registry.by_name.items():
        if not table.is_system:
            definition = defined.get(name)
            tables[name] = Table(name, table.number, definition, _slots(table, definition))
    before = registry
    new_tables = []
    for name in sorted(defined.keys() - registry.by_name.keys()):
        table = registry.new_table(name, defined[name])
        registry = registry.with_tables([table])
        new_tables.append(table)
    new = {table.name: table for table in new_tables}
    return before.redefined(schema, {**tables, **new}), new_tables


def _slots(table: Table, definition: TableDefinition | None) -> list[Slot]:
    """The indexes of the definition: those that are there in their places, staged ones last."""
    ready = {} if definition is None else definition.indexes
    staged = {} if definition is None else definition.staged_indexes
    slots = [*AUTOMATIC]
    for slot in table.slots[len(AUTOMATIC) :]:
        for indexes, state in ((ready, IndexState.ENABLED), (staged, IndexState.STAGED)):
            found = indexes.get(slot.label)
            if found is not None and found.fields == slot.fields:
                slots.append(slot._replace(state=state))
    return [*slots, *_missing(slots, staged.values(), IndexState.STAGED)]
