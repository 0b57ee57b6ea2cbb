"""The lines of a random program in words."""

from __future__ import annotations

from labkit.simulation.program import (
    Condition,
    Count,
    Delete,
    Fail,
    Fields,
    Filter,
    Find,
    Get,
    Insert,
    Invoke,
    Keep,
    Line,
    Op,
    Operand,
    Patch,
    Ref,
    Replace,
    SlotId,
    SlotTime,
    Walk,
)
from minivex.values.value import Undefined

__all__ = ["fields_text", "line_text"]


def line_text(line: Line) -> str:
    """One line, with the condition to take it and what becomes of its error.

    >>> line_text(Line(Get(Ref("slot", 2), None), "found", is_caught=True))
    'get #2, if the last read found something, errors caught'
    """
    when = {
        "always": "",
        "found": ", if the last read found something",
        "missing": ", if the last read found nothing",
    }[line.when]
    return _op(line.op) + when + (", errors caught" if line.is_caught else "")


def fields_text(fields: Fields) -> str:
    """Fields as a dict without quotes around the names."""
    return "{" + ", ".join(f"{name}: {_operand(value)}" for name, value in fields.items()) + "}"


def _op(op: Op) -> str:  # noqa: PLR0911 - one line for each operation
    match op:
        case Get():
            return f"get {'' if op.table is None else op.table + ' '}{_ref(op.ref)}"
        case Find():
            number = f" {op.n}" if op.ending in ("take", "paginate") else ""
            return f"{_query(op)} {op.ending}{number}"
        case Walk():
            patched = "" if op.fields is None else f", and patch each {fields_text(op.fields)}"
            return f"{_query(op)} one by one, {op.find.n} at most{patched}"
        case Insert():
            return f"insert {op.table} {fields_text(op.fields)}"
        case Patch():
            return f"patch {_ref(op.ref)} {fields_text(op.fields)}"
        case Replace():
            return f"replace {_ref(op.ref)} {fields_text(op.fields)}"
        case Delete():
            return f"delete {_ref(op.ref)}"
        case Keep():
            return f"replace {_ref(op.ref)} by itself"
        case Invoke():
            return f"run body {op.body}{' on the stale snapshot' if op.is_stale else ''}"
        case Fail():
            return f"raise {'ConvexError' if op.is_convex else 'ValueError'}"


def _query(op: Find | Walk) -> str:
    find = op.find if isinstance(op, Walk) else op
    parts = [f"query {find.table}.{find.label}"]
    if find.conditions:
        parts.append(f"[{', '.join(map(_comparison, find.conditions))}]")
    if find.order is not None:
        parts.append(find.order)
    parts += [f"filter({_comparison(test)})" for test in find.filters]
    return " ".join(parts)


def _comparison(one: Condition | Filter) -> str:
    return one.field if one.op == "raw" else f"{one.op} {one.field} {_operand(one.value)}"


def _ref(ref: Ref) -> str:
    kind, number = ref
    names = {"slot": f"#{number}", "own": f"own insert {number}", "seen": f"found {number}"}
    return names.get(kind, "a text that is no id")


def _operand(operand: Operand) -> str:
    match operand:
        case Count():
            return "the count so far"
        case SlotId():
            return f"id of #{operand.number}"
        case SlotTime():
            return f"creation time of #{operand.number}"
        case Undefined():
            return "undefined"
        case _:
            return repr(operand)
