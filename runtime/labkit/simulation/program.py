"""What a random handler does: lines, each one step of the database, and when to take it.

::

    call a   mutation   1  find as by_x [eq x 1.0] take 2
                        2  patch seen#0 {y: count}        if found
                        3  invoke body 1, caught
                        …
             body 1     1  insert late {x: "a"}
                        2  fail

What was read decides what is written: a line may depend on whether the last read found
something, refer to a document it found, and write how many were found so far.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from minivex.values.value import Undefined, Value

__all__ = [
    "Body",
    "Call",
    "Comparison",
    "Condition",
    "Count",
    "Delete",
    "Ending",
    "Fail",
    "Fields",
    "Filter",
    "Find",
    "Get",
    "Insert",
    "Invoke",
    "Keep",
    "Kind",
    "Line",
    "Op",
    "Operand",
    "Patch",
    "Ref",
    "Replace",
    "SlotId",
    "SlotTime",
    "Walk",
    "When",
    "comparable",
]

Kind: TypeAlias = Literal["query", "mutation", "action"]
When: TypeAlias = Literal["always", "found", "missing"]
Comparison: TypeAlias = Literal["eq", "neq", "gt", "gte", "lt", "lte"]
Ending: TypeAlias = Literal["collect", "first", "unique", "take", "paginate"]


class Count:
    """As a value: how many documents the call has found so far."""

    def __repr__(self) -> str:
        return "count"


class SlotId(NamedTuple):
    """As a value: the id of a document that was there before the first move."""

    number: int


class SlotTime(NamedTuple):
    """As a value: the creation time of such a document."""

    number: int


Operand: TypeAlias = Value | Undefined | Count | SlotId | SlotTime
Fields: TypeAlias = dict[str, Operand]


class Ref(NamedTuple):
    """A document: one that was there before, one of the own inserts, or one that was just found."""

    kind: Literal["slot", "own", "seen", "nonsense"]
    number: int


class Condition(NamedTuple):
    """One method of an index range: ``q.eq(field, value)`` and the like."""

    op: Literal["eq", "gt", "gte", "lt", "lte"]
    field: str
    value: Operand


class Filter(NamedTuple):
    """A filter. ``raw`` lets the field itself be the condition, which must then be a boolean."""

    op: Comparison | Literal["raw"]
    field: str
    value: Operand


class Get(NamedTuple):
    """``get(id)``, or ``get(table, id)``."""

    ref: Ref
    table: str | None


class Find(NamedTuple):
    """A query with one ending; ``n`` is for those that take a number."""

    table: str
    label: str
    conditions: tuple[Condition, ...]
    order: Literal["asc", "desc"] | None
    filters: tuple[Filter, ...]
    ending: Ending
    n: int


class Walk(NamedTuple):
    """``async for`` over a query, broken off after ``find.n`` documents; each may be patched."""

    find: Find
    fields: Fields | None


class Insert(NamedTuple):
    """``insert(table, fields)``."""

    table: str
    fields: Fields


class Patch(NamedTuple):
    """``patch(id, fields)``."""

    ref: Ref
    fields: Fields


class Replace(NamedTuple):
    """``replace(id, fields)``."""

    ref: Ref
    fields: Fields


class Delete(NamedTuple):
    """``delete(id)``."""

    ref: Ref


class Keep(NamedTuple):
    """``replace(id, document)`` with the document as it is: a write that changes nothing."""

    ref: Ref


class Invoke(NamedTuple):
    """``run_query`` or ``run_mutation`` of another body of the same call.

    ``is_stale`` lets a query see the snapshot alone, and leaves no trace of what it read.
    """

    body: int
    is_stale: bool = False


class Fail(NamedTuple):
    """An error of the function's own: a ConvexError, or any other."""

    is_convex: bool


Op: TypeAlias = Get | Find | Walk | Insert | Patch | Replace | Delete | Keep | Invoke | Fail


class Line(NamedTuple):
    """One step, whether to take it, and whether its error is caught."""

    op: Op
    when: When = "always"
    is_caught: bool = False


class Body(NamedTuple):
    """One handler. ``is_root`` says whether it has a transaction of its own."""

    kind: Kind
    is_root: bool
    lines: tuple[Line, ...]


class Call(NamedTuple):
    """One client call; ``bodies[0]`` is the function called, the others it calls itself."""

    bodies: tuple[Body, ...]


def comparable(op: Op) -> Op:
    """The same read without filters that fail: only the name of such an error is compared."""
    if isinstance(op, Walk):
        return op._replace(find=_without_raw(op.find))
    return _without_raw(op) if isinstance(op, Find) else op


def _without_raw(find: Find) -> Find:
    return find._replace(filters=tuple(one for one in find.filters if one.op != "raw"))
