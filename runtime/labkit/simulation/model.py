"""The slow model: one program at a time, on plain dicts, with nothing going on beside it.

Every read sorts the whole table. What is read is noted as a ``Range``, what is written goes
into a copy of the tables. That is all; concurrency is left to ``comparison``, which decides
on which version a program must have run.

Source: docs "Reading Data", "Writing Data" and "OCC and Atomicity".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from labkit.simulation.memory import Memory, Slot
from labkit.simulation.model_query import ModelReader, Place
from labkit.simulation.ordering import rank
from labkit.simulation.program import (
    Body,
    Call,
    Delete,
    Fail,
    Fields,
    Find,
    Get,
    Insert,
    Invoke,
    Keep,
    Op,
    Patch,
    Ref,
    Replace,
    Walk,
)
from labkit.simulation.refusals import Refusal, refuse
from labkit.simulation.versions import FIRST_NUMBER, Changes, Doc, Version
from minivex.values.value import UNDEFINED, Undefined, Value

__all__ = ["Given", "ModelRun"]

NANOSECONDS = 1_000_000


class Given(NamedTuple):
    """What the model cannot know: the ids that were drawn, and the time of the attempt."""

    ids: Sequence[str]
    begin_ts: int
    now_ms: int


class ModelRun(ModelReader):
    """One run of a handler and of those it calls, from its first line to its last.

    ``outcome`` is the result or the error, as text. ``changes`` and ``numbers`` are what its
    commit would do to the version it ran on. ``stale`` is the version that the attempt began
    with, which is what a query on the stale snapshot sees even when the run is taken again later.
    """

    def __init__(
        self,
        call: Call,
        body: Body,
        version: Version,
        *,
        slots: Sequence[Slot],
        given: Given,
        cursor: Place | None = None,
        page_end: Place | None = None,
        stale: Version | None = None,
    ) -> None:
        memory: Memory[Place] = Memory(slots)
        memory.cursor = cursor
        super().__init__(version, memory)
        self.page_end = page_end
        self._base = version
        self._stale = stale or version
        self._call = call
        self._given = given
        self._changed: dict[tuple[str, str], None] = {}
        self._number_of_id = {
            slot.id: version.numbers[slot.table] for slot in slots if slot.table in version.numbers
        }
        self._next_creation = max((given.begin_ts + 1) / NANOSECONDS, float(given.now_ms))
        self._pages: list[int] = []
        if body.kind == "mutation":
            self.tables = {name: dict(docs) for name, docs in version.tables.items()}
        try:
            self._run(body)
            self.outcome = f"returned {[float(memory.count)]}"
        except Refusal as refusal:
            self.outcome = f"raised {refusal.text}"

    @property
    def is_writing(self) -> bool:
        """Whether there is anything to commit."""
        return bool(self._changed) or len(self.numbers) > len(self._base.numbers)

    @property
    def changes(self) -> Changes:
        """Each document that was written, as it was before the run and as it is now."""
        base = self._base.tables
        return [
            (base.get(table, {}).get(id), self.tables[table].get(id)) for table, id in self._changed
        ]

    def _run(self, body: Body) -> None:
        memory = self.memory
        self._pages.append(0)
        for op, when, is_caught in body.lines:
            if memory.wants(when):
                try:
                    self._take(op)
                except Refusal as refusal:
                    if not is_caught:
                        self._pages.pop()
                        raise
                    memory.log.append(f"caught {refusal.text}")
        self._pages.pop()

    def _take(self, op: Op) -> None:
        match op:
            case Get():
                self._get(op)
            case Find():
                self._find(op)
            case Walk():
                self._walk(op)
            case Insert():
                self._insert(op)
            case Patch():
                self._patch(self._for_write("patch", "Update", op.ref), op.fields)
            case Replace():
                old = self._for_write("replace", "Replace", op.ref)
                self._put(old, self.memory.filled(op.fields))
            case Delete():
                old = self._for_write("delete", "Delete", op.ref)
                del self.tables[old.table][old.id]
                self._changed[old.table, old.id] = None
            case Keep():
                self._get(Get(op.ref, None))
            case Invoke():
                body = self._call.bodies[op.body]
                (self._look_back if op.is_stale else self._invoke)(body)
            case Fail():
                refuse(*_own_error(op))

    # Reading.

    def _get(self, op: Get) -> None:
        id = self.memory.id_of(op.ref)
        owner = self.owner_of(id, "get", op.table, self._number_of(id))
        doc = None if owner is None else self.look_up(owner, id)
        self._found([] if doc is None else [doc])

    def _find(self, find: Find) -> None:
        match find.ending:
            case "collect":
                self._found(self.some(find, None))
            case "first":
                self._found(self.some(find, 1))
            case "take":
                self._found(self.some(find, find.n))
            case "unique":
                docs = self.some(find, 2)
                if len(docs) > 1:
                    refuse(
                        "NotUniqueError",
                        f"unique() query returned more than one result from table {find.table}:\n"
                        f" [{docs[0].id}, {docs[1].id}, ...]",
                    )
                self._found(docs)
            case "paginate":
                docs, is_done, is_wide, place = self.page(find, self.memory.cursor)
                if self._pages[-1]:
                    refuse(
                        "PaginationError",
                        "This query or mutation function ran multiple paginated queries. "
                        "Convex only supports a single paginated query in each function.",
                    )
                self._pages[-1] = 1
                self.memory.cursor = place
                self._found(docs, f" done={is_done} splits={is_wide}")

    def _walk(self, op: Walk) -> None:
        read = None
        for _ in range(op.find.n):
            read = read or self.open(op.find)
            if read is None:
                return
            doc = None
            for candidate, is_accepted in self.accepted(read, op.find.filters):
                if is_accepted:
                    doc = candidate
                    break
            if doc is None:
                self.reads.append(read)
                return
            key = doc.key(read.paths)
            self.reads.append(read._replace(through=key))
            read = read._replace(after=key)
            self._found([doc])
            if op.fields is not None:
                self._patch(self._for_write("patch", "Update", Ref("seen", 0)), op.fields)

    def _found(self, docs: list[Doc], more: str = "") -> None:
        text = f"[{', '.join([doc.text for doc in docs])}]{more}"
        self.memory.found([doc.id for doc in docs], text)

    # Writing.

    def _insert(self, op: Insert) -> None:
        memory = self.memory
        fields = _stored(memory.filled(op.fields))
        self._check(op.table, fields)
        drawn, number = self._given.ids, len(memory.own)
        id = drawn[number] if number < len(drawn) else f"insert {number + 1}"
        if op.table not in self.numbers:
            self.numbers = {**self.numbers, op.table: FIRST_NUMBER + len(self.numbers)}
            self.tables[op.table] = {}
        doc = Doc(op.table, id, self._next_creation, fields)
        self._next_creation = math.nextafter(self._next_creation, math.inf)
        self.tables[op.table][id] = doc
        self._changed[op.table, id] = None
        self._number_of_id[id] = self.numbers[op.table]
        memory.own.append(id)
        memory.log.append(f"inserted {id}")

    def _patch(self, old: Doc, fields: Fields) -> None:
        self._put(old, {**old.fields, **self.memory.filled(fields)})

    def _for_write(self, method: str, verb: str, ref: Ref) -> Doc:
        id = self.memory.id_of(ref)
        owner = self.owner_of(id, method, None, self._number_of(id))
        if owner is None:
            refuse(
                "InvalidArgumentError",
                f'Invalid argument `id` for `db.{method}`: Table for ID "{id}" not found',
            )
        doc = self.look_up(owner, id)
        if doc is None:
            refuse("DocumentNotFoundError", f"{verb} on nonexistent document ID {id}")
        return doc

    def _put(self, old: Doc, given: dict[str, Value | Undefined]) -> None:
        fields = _stored(given)
        if rank(fields) == rank(old.fields):
            return
        self._check(old.table, fields)
        self.tables[old.table][old.id] = Doc(old.table, old.id, old.creation, fields)
        self._changed[old.table, old.id] = None

    def _check(self, table: str, fields: dict[str, Value]) -> None:
        if any(name.startswith("_") for name in fields):
            refuse("InvalidDocumentError")
        rule = self._base.rules.get(table)
        if rule is not None and not rule.accepts(fields):
            refuse("SchemaValidationError")

    def _number_of(self, id: str) -> int | None:
        """The number inside an id: that of the table it was made for."""
        if id in self._number_of_id:
            return self._number_of_id[id]
        return next(
            (self._base.numbers[name] for name, docs in self._base.tables.items() if id in docs),
            None,
        )

    # Calling.

    def _invoke(self, body: Body) -> None:
        tables, numbers, changed = self.tables, self.numbers, self._changed
        if body.kind == "mutation":
            self.tables = {name: dict(docs) for name, docs in tables.items()}
            self._changed = dict(changed)
        try:
            self._run(body)
        except Refusal:
            self.tables, self.numbers, self._changed = tables, numbers, changed
            raise
        self.memory.log.append(f"returned {[float(self.memory.count)]}")

    def _look_back(self, body: Body) -> None:
        """A query on the stale snapshot: no own writes are seen, and no read is noted."""
        tables, numbers, reads = self.tables, self.numbers, self.reads
        self.tables, self.numbers, self.reads = self._stale.tables, self._stale.numbers, []
        try:
            self._run(body)
        finally:
            self.tables, self.numbers, self.reads = tables, numbers, reads
        self.memory.log.append(f"returned {[float(self.memory.count)]}")


def _own_error(op: Fail) -> tuple[str, str]:
    return ("ConvexError", '{"code":1}') if op.is_convex else ("ValueError", "no")


def _stored(given: dict[str, Value | Undefined]) -> dict[str, Value]:
    return {name: given[name] for name in sorted(given) if given[name] is not UNDEFINED}  # type: ignore[misc]
