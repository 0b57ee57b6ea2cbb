"""The quick way to freeze a value that has nothing odd about it, and to weigh it on the way.

Arguments, documents and results are frozen on every call, and nearly all of them are objects
with well-known field names and members of the common types. One pass takes a copy of such a
value, sees that its keys are in order and adds up what it weighs. At the first thing that needs
a closer look it gives up, and ``value.freeze`` begins anew, slowly and with good messages.

Invariant: what is frozen here, and its weight, are what ``value.freeze`` and
``value.size_bytes`` would give.
"""

from __future__ import annotations

from types import NoneType
from typing import Any, Final, TypeAlias

from minivex.values.kinds import Int64, Value

__all__ = [
    "ARRAY_LENGTH_MAX",
    "EXACT_INT_MAX",
    "NESTING_MAX",
    "OBJECT_FIELDS_MAX",
    "NotPlain",
    "freeze_plain",
    "note_names",
]

NESTING_MAX: Final = 64
"""Levels of arrays and objects in any value. Source: crates/value/src/size.rs."""
ARRAY_LENGTH_MAX: Final = 8192
"""Elements of one array. Source: crates/value/src/array.rs."""
OBJECT_FIELDS_MAX: Final = 1024
"""Fields of one object. Source: crates/value/src/object.rs."""
EXACT_INT_MAX: Final = 2**53
"""All whole numbers up to here are doubles."""

_SHAPES_MAX: Final = 2_000
_SHAPE_FIELDS_MAX: Final = 64
_shapes: dict[tuple[str, ...], int] = {}
"""What the names of objects weigh, with the object's own 2 bytes, by the names as they stand.

Names that are here were found good. Below zero: they are not in order.
"""

Weighed: TypeAlias = tuple[Any, int]


class NotPlain(Exception):  # noqa: N818 - no error: the value wants a closer look
    """Something in a value is not for the quick way."""


def note_names(names: tuple[str, ...]) -> None:
    """Remember the names of an object, which are good. Only so many are: the rest stays slow."""
    if len(_shapes) < _SHAPES_MAX and len(names) <= _SHAPE_FIELDS_MAX:
        weight = 2 + len(names) + sum(map(len, names))
        _shapes[names] = weight if list(names) == sorted(names) else -weight


def freeze_plain(value: object) -> tuple[Value, int]:
    """A frozen copy of ``value`` and its size in bytes.

    Cost: O(n) for n parts, and O(k log k) for an object whose k keys are not in order.
    Raises: NotPlain.
    """
    kind = type(value)
    if kind is dict:
        return _freeze_dict(value, 1)  # type: ignore[arg-type]
    if kind is list:
        return _freeze_list(value, 1)  # type: ignore[arg-type]
    return value, _weight(value)  # type: ignore[return-value]


def _freeze_dict(value: dict[str, object], depth: int) -> Weighed:
    weight = _shapes.get(tuple(value))
    if weight is None or depth > NESTING_MAX:
        raise NotPlain
    copy: dict[str, Any] = value.copy()
    if weight < 0:
        weight = -weight
        copy = {name: value[name] for name in sorted(value)}
    for name, member in value.items():
        kind = type(member)
        if type(name) is not str:
            raise NotPlain
        if kind is float:
            weight += 9
        elif kind is str:
            weight += 2 + (len(member) if member.isascii() else _utf8_bytes(member))  # type: ignore[attr-defined, arg-type]
        elif kind is dict:
            copy[name], size = _freeze_dict(member, depth + 1)  # type: ignore[arg-type]
            weight += size
        elif kind is list:
            copy[name], size = _freeze_list(member, depth + 1)  # type: ignore[arg-type]
            weight += size
        else:
            weight += _weight(member)
    return copy, weight


def _freeze_list(value: list[object], depth: int) -> Weighed:
    if depth > NESTING_MAX or len(value) > ARRAY_LENGTH_MAX:
        raise NotPlain
    copy: list[Any] = []
    add = copy.append
    weight = 2
    for item in value:
        kind = type(item)
        if kind is dict:
            frozen, size = _freeze_dict(item, depth + 1)  # type: ignore[arg-type]
            add(frozen)
            weight += size
        elif kind is list:
            frozen, size = _freeze_list(item, depth + 1)  # type: ignore[arg-type]
            add(frozen)
            weight += size
        else:
            add(item)
            weight += _weight(item)
    return copy, weight


def _utf8_bytes(text: str) -> int:
    """How long a text is in UTF-8; one with half of a surrogate pair wants a closer look."""
    try:
        return len(text.encode())
    except UnicodeEncodeError:
        raise NotPlain from None


def _weight(value: Any) -> int:
    """What a plain scalar weighs."""
    kind = type(value)
    if kind is str:
        return 2 + (len(value) if value.isascii() else _utf8_bytes(value))
    if kind is float or kind is Int64:
        return 9
    if kind is bool or kind is NoneType:
        return 1
    if kind is int and -EXACT_INT_MAX <= value <= EXACT_INT_MAX:
        return 9
    if kind is bytes:
        return 2 + len(value)
    raise NotPlain
