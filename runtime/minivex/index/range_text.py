"""An interval of index keys, in the notation that people read.

The index is on ``status``, so its key is ``(status, _creationTime, _id)``::

    [all]                                              every key
    [status = "pending"]                               one value of the first field
    [status = "pending", _creationTime >= 5.0]         … and a bound on the next one
    [status > null, status < "b"]                      two bounds on one field
    [status = "pending", (_creationTime, _id) <= (5.0, "j5…")]   up to one document

Conditions are joined by "and". A pair such as the last one compares its parts from
left to right, as the index does. Bytes that are no key at all are shown in hex.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from minivex.errors import KeyInterval
from minivex.values.order import decode_key, encode_key, increment
from minivex.values.value import Int64, Undefined, Value, show

__all__ = ["describe"]

_FLOAT_TAG: Final = 0x0D
_INT64_WIDTHS: Final = {4: 8, 5: 4, 6: 2, 7: 1, 9: 1, 10: 2, 11: 4, 12: 8}


def describe(interval: KeyInterval, fields: Sequence[str]) -> str:
    """Write ``interval`` as conditions on ``fields``, the parts of the index's key in order.

    ``_creationTime`` and ``_id`` are appended when ``fields`` does not end in them.
    """
    fields = _key_fields(fields)
    start, end = interval.start, interval.end
    if not start and end is None:
        return "[all]"
    if end is not None and end <= start:
        return "[nothing]"
    try:
        if end is not None and end == increment(start) and (values := _decode(start)) is not None:
            return _bracket([_equal(fields, values)])
        return _describe_bounds(start, end, fields)
    except ValueError:
        return f"[{start.hex()}, {'' if end is None else end.hex()})"


def _describe_bounds(start: bytes, end: bytes | None, fields: Sequence[str]) -> str:
    low, low_symbol = _lower(start)
    high, high_symbol = ([], "<=") if end is None else _upper(end)
    shared = 0
    while shared < min(len(low), len(high)) and _same(low[shared], high[shared]):
        shared += 1
    conditions = [_equal(fields, low[:shared])] if shared else []
    for values, symbol in ((low, low_symbol), (high, high_symbol)):
        if len(values) > shared:
            conditions.append(_compare(fields[shared:], values[shared:], symbol))
    return _bracket(conditions)


def _lower(start: bytes) -> tuple[list[Value | Undefined], str]:
    """The values of the first key: at it (``>=``), or right after all that begin with it."""
    exact = _decode(start)
    before = _decode(_decrement(start)) if start else None
    if exact is not None and not _is_odd(exact, before):
        return exact, ">="
    return _known(before), ">"


def _upper(end: bytes) -> tuple[list[Value | Undefined], str]:
    """The values of the last key: before it (``<``), or up to all that begin with it."""
    exact = _decode(end)
    before = _decode(_decrement(end))
    if exact is not None and not _is_odd(exact, before):
        return exact, "<"
    return _known(before), "<="


def _is_odd(exact: list[Value | Undefined], before: list[Value | Undefined] | None) -> bool:
    """Whether ``exact`` is the key after ``before`` rather than one that somebody wrote.

    The successor of a float's key is the key of the next float, which nobody writes.
    """
    if before is None or not exact:
        return False
    last, previous = exact[-1], before[-1]
    if isinstance(last, float) and isinstance(previous, float):
        return len(repr(previous)) < len(repr(last))
    return False


def _known(values: list[Value | Undefined] | None) -> list[Value | Undefined]:
    if values is None:
        raise ValueError
    return values


def _decode(key: bytes) -> list[Value | Undefined] | None:
    try:
        return decode_key(key)
    except ValueError:
        return None


def _decrement(key: bytes) -> bytes:
    """Undo ``increment``, whose result has lost the ``ff`` bytes at its end."""
    if not key[-1]:
        return key
    shorter = key[:-1] + bytes((key[-1] - 1,))
    for at in range(max(0, len(shorter) - 9), len(shorter)):
        width = 8 if shorter[at] == _FLOAT_TAG else _INT64_WIDTHS.get(shorter[at], 0)
        missing = width - (len(shorter) - at - 1)
        if missing > 0:
            padded = shorter + b"\xff" * missing
            if _decode(shorter) is None and _decode(padded) is not None:
                return padded
    return shorter


def _same(a: Value | Undefined, b: Value | Undefined) -> bool:
    return encode_key([a]) == encode_key([b])


def _equal(fields: Sequence[str], values: Sequence[Value | Undefined]) -> str:
    return ", ".join(
        f"{field} = {_show(value)}" for field, value in zip(fields, values, strict=False)
    )


def _compare(fields: Sequence[str], values: Sequence[Value | Undefined], symbol: str) -> str:
    if len(values) == 1:
        return f"{fields[0]} {symbol} {_show(values[0])}"
    names = ", ".join(fields[: len(values)])
    return f"({names}) {symbol} ({', '.join(map(_show, values))})"


def _key_fields(fields: Sequence[str]) -> Sequence[str]:
    if "_id" in fields:
        return fields
    return (*fields, "_id") if "_creationTime" in fields else (*fields, "_creationTime", "_id")


def _bracket(conditions: list[str]) -> str:
    return "[" + ", ".join(conditions) + "]"


def _show(value: Value | Undefined) -> str:
    if isinstance(value, Undefined):
        return "undefined"
    if isinstance(value, Int64):
        return f"Int64({value.value})"
    return show(value)
