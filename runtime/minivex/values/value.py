"""What can be done with any Convex value: freeze, clone, measure, compare.

::

    learner's object --freeze()--> frozen value --clone()--> another one, nothing shared

Invariants of a frozen value: every part has exactly one of the types of ``kinds`` (no
subclasses); keys are in order; it shares no list or dict with what it was made from;
``UNDEFINED`` is nowhere in it. The other functions here take frozen values on trust.

Source: docs "Data Types"; convex-backend crates/value/src.
"""

from __future__ import annotations

from struct import Struct
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from minivex.values.closely import freeze_closely
from minivex.values.kinds import UNDEFINED, CommitTsPlaceholder, Int64, Undefined, Value
from minivex.values.plain import (
    ARRAY_LENGTH_MAX,
    NESTING_MAX,
    OBJECT_FIELDS_MAX,
    NotPlain,
    freeze_plain,
)
from minivex.values.show import show

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "ARRAY_LENGTH_MAX",
    "NESTING_MAX",
    "OBJECT_FIELDS_MAX",
    "UNDEFINED",
    "Int64",
    "Undefined",
    "Value",
    "clone",
    "freeze",
    "freeze_weighed",
    "is_flat",
    "show",
    "size_bytes",
    "values_equal",
]


def freeze(value: object, *, path: str = "") -> Value:
    """An unshared copy of ``value``, checked to be a Convex value, with keys in order.

    ``path`` says where the value stands, for the message. A field that is ``UNDEFINED`` is
    left out, as Convex's JavaScript encoder does.

    Cost: O(n log k) for n parts and k fields in the largest object.
    Raises: NotAValueError, naming the part that is not a value or is beyond a limit;
        UnresolvedCommitTsError, for a commit timestamp that is not known yet.
    Source: npm-packages/convex/src/values/value.ts; convex-backend crates/value/src/size.rs.
    Differs: the 32 MiB that any value may have is left to the smaller ceilings of every way
    in (documents 1 MiB, arguments and results 16 MiB).
    """
    try:
        return freeze_plain(value)[0]
    except NotPlain:
        return freeze_closely(value, path)


def freeze_weighed(value: object, *, path: str = "") -> tuple[Value, int]:
    """``freeze(value)`` and its ``size_bytes``, for little more than the former."""
    try:
        return freeze_plain(value)
    except NotPlain:
        frozen = freeze_closely(value, path)
        return frozen, size_bytes(frozen)


# Copy, measure, compare: hot paths over frozen values.


def clone(value: Value) -> Value:
    """Another copy of a frozen value, sharing no list or dict with it. Cost: O(n)."""
    kind = type(value)
    if kind is dict:
        return _clone_dict(value)  # type: ignore[arg-type]
    return [clone(item) for item in value] if kind is list else value  # type: ignore[union-attr]


def _clone_dict(value: dict[str, Value]) -> dict[str, Value]:
    copy = value.copy()
    for name, member in value.items():
        if type(member) in _CONTAINERS:
            copy[name] = clone(member)
    return copy


_CONTAINERS: Final = frozenset({list, dict})


def is_flat(value: dict[str, Value]) -> bool:
    """Whether no member is an array or an object, so that a shallow copy is a copy."""
    return _CONTAINERS.isdisjoint(map(type, value.values()))


def size_bytes(value: Value) -> int:
    """How much a value weighs against the limits.

    >>> size_bytes({"a": Int64(1)}), size_bytes("abc"), size_bytes([1, 2])
    (13, 5, 20)

    Source: convex-backend crates/value/src/size.rs.
    """
    return _SIZE[type(value)](value)


def _size_str(value: str) -> int:
    return 2 + (len(value) if value.isascii() else len(value.encode()))


def _size_bytes(value: bytes) -> int:
    return 2 + len(value)


def _size_list(value: list[Value]) -> int:
    return 2 + sum([_SIZE[type(item)](item) for item in value])


def _size_dict(value: dict[str, Value]) -> int:
    total = 2 + len(value)
    for name, member in value.items():
        kind = type(member)
        if kind is float:
            total += len(name) + 9
        elif kind is str and member.isascii():  # type: ignore[union-attr]
            total += len(name) + 2 + len(member)  # type: ignore[arg-type]
        else:
            total += len(name) + _SIZE[kind](member)
    return total


_SIZE: Final[dict[type, Callable[[Any], int]]] = {
    NoneType: lambda _: 1,
    bool: lambda _: 1,
    int: lambda _: 9,
    float: lambda _: 9,
    Int64: lambda _: 9,
    CommitTsPlaceholder: lambda _: 9,
    str: _size_str,
    bytes: _size_bytes,
    list: _size_list,
    dict: _size_dict,
}


_float_bits = Struct(">d").pack


def values_equal(a: Value | Undefined, b: Value | Undefined) -> bool:
    """Whether two values are one value: whether their sort keys are the same bytes.

    >>> values_equal(1, 1.0), values_equal(0.0, -0.0), values_equal(1, Int64(1))
    (True, False, False)

    NaN equals itself; ``True`` is not ``1``. Cost: O(n), without building the keys.
    """
    if a is b:
        return True
    kind = type(a)
    if kind is not type(b):
        return {kind, type(b)} == _NUMBERS and _float_bits(a) == _float_bits(b)
    if kind is float:
        return _float_bits(a) == _float_bits(b)
    if kind is list:
        return len(a) == len(b) and all(map(values_equal, a, b))  # type: ignore[arg-type]
    if kind is dict:
        if a.keys() != b.keys():  # type: ignore[union-attr]
            return False
        for name, member in a.items():  # type: ignore[union-attr]
            other = b[name]  # type: ignore[index]
            if member is not other and not values_equal(member, other):
                return False
        return True
    return a == b


_NUMBERS: Final = {int, float}
