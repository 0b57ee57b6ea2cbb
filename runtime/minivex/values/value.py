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
from typing import TYPE_CHECKING, Any, Final, NoReturn

from minivex.errors import NotAValueError, UnresolvedCommitTsError
from minivex.values.kinds import UNDEFINED, CommitTsPlaceholder, Int64, Undefined, Value
from minivex.values.names import field_name_problem
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
    "show",
    "size_bytes",
    "values_equal",
]

NESTING_MAX: Final = 64
"""Levels of arrays and objects in any value. Source: crates/value/src/size.rs."""
ARRAY_LENGTH_MAX: Final = 8192
"""Elements of one array. Source: crates/value/src/array.rs."""
OBJECT_FIELDS_MAX: Final = 1024
"""Fields of one object. Source: crates/value/src/object.rs."""

_EXACT_INT_MAX: Final = 2**53
_EXCERPT_MAX: Final = 80


# Freeze. A refusal climbs back through the containers and collects its path on the way.


class _Refusal(Exception):  # noqa: N818 - leaves this file as a NotAValueError
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = ""


class _UnresolvedRefusal(_Refusal):
    """A commit timestamp that is not known yet, where a value has to be whole."""


class _NameRefusal(_Refusal):
    """A field name that cannot be; the text names it, so no path is added."""


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
        frozen: Value = _FREEZE.get(type(value), _refuse)(value, 1)
    except _NameRefusal as refusal:
        raise NotAValueError(refusal.reason) from None
    except _Refusal as refusal:
        where = (path + refusal.path).removeprefix(".")
        text = f"{refusal.reason} (at {where})" if where else refusal.reason
        is_unresolved = isinstance(refusal, _UnresolvedRefusal)
        raise (UnresolvedCommitTsError if is_unresolved else NotAValueError)(text) from None
    return frozen


def _same(value: Any, _depth: int) -> Any:
    return value


def _freeze_int(value: int, _depth: int) -> int:
    if not (-_EXACT_INT_MAX <= value <= _EXACT_INT_MAX or _is_exact_float(value)):
        msg = (
            f"{value} cannot be held exactly by a number. Write Int64(...) for a 64-bit "
            "integer, or float(...) for the nearest number."
        )
        raise _Refusal(msg)
    return value


def _is_exact_float(number: int) -> bool:
    try:
        return int(float(number)) == number
    except OverflowError:
        return False


def _freeze_str(value: str, _depth: int) -> str:
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            msg = (
                f"{value!a} has half of a surrogate pair at position {error.start}. "
                "Convex strings hold whole characters only: drop or replace that half."
            )
            raise _Refusal(msg) from None
    return value


def _freeze_list(value: list[object], depth: int) -> list[Value]:
    if depth > NESTING_MAX:
        raise _Refusal(_too_nested(depth))
    if len(value) > ARRAY_LENGTH_MAX:
        msg = f"Array length is too long ({len(value)} > maximum length {ARRAY_LENGTH_MAX})"
        raise _Refusal(msg)
    frozen: list[Value] = []
    try:
        for item in value:
            frozen.append(_FREEZE.get(type(item), _refuse)(item, depth + 1))  # noqa: PERF401
    except _Refusal as refusal:
        refusal.path = f"[{len(frozen)}]{refusal.path}"
        raise
    return frozen


def _freeze_dict(value: dict[str, object], depth: int) -> dict[str, Value]:
    if depth > NESTING_MAX:
        raise _Refusal(_too_nested(depth))
    for name in value:
        if type(name) is not str:
            msg = f"Field name {name!r} is not text. Use a str as the key."
            raise _NameRefusal(msg)
        if problem := field_name_problem(name):
            raise _NameRefusal(problem)
    frozen: dict[str, Value] = {}
    name = ""
    try:
        for name in sorted(value):
            member = value[name]
            if member is not UNDEFINED:
                frozen[name] = _FREEZE.get(type(member), _refuse)(member, depth + 1)
    except _Refusal as refusal:
        refusal.path = f".{name}{refusal.path}"
        raise
    if len(frozen) > OBJECT_FIELDS_MAX:
        msg = f"Object has too many fields ({len(frozen)} > maximum number {OBJECT_FIELDS_MAX})"
        raise _Refusal(msg)
    return frozen


def _too_nested(levels: int) -> str:
    return f"Value is too nested (nested {levels} levels deep > maximum nesting {NESTING_MAX})"


def _refuse(value: object, _depth: int) -> NoReturn:
    if value is UNDEFINED:
        msg = (
            "undefined is not a valid Convex value. Leave the field out, or use None. To learn "
            "about Convex's supported types, see https://docs.convex.dev/using/types."
        )
        raise _Refusal(msg)
    text = repr(value)
    if len(text) > _EXCERPT_MAX:
        text = text[: _EXCERPT_MAX - 3] + "..."
    advice = next((say for base, say in _ADVICE if isinstance(value, base)), _OTHERWISE)
    msg = f"{type(value).__name__} {text} is not a supported Convex type. {advice}"
    raise _Refusal(msg)


def _refuse_unresolved(_value: object, _depth: int) -> NoReturn:
    raise _UnresolvedRefusal("Value contains an unresolved commit timestamp")


_ADVICE: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (tuple, "Use a list: list(...)."),
    ((set, frozenset), "Use a list: sorted(...) gives it an order."),
    (bytearray, "Use bytes: bytes(...)."),
    ((dict, list, str, int, float, bytes), "Convert it to the plain type that it extends."),
)
_OTHERWISE: Final = "Use None, bool, float, int, Int64, str, bytes, list or dict."

_FREEZE: Final[dict[type, Callable[[Any, int], Any]]] = {
    NoneType: _same,
    bool: _same,
    int: _freeze_int,
    float: _same,
    Int64: _same,
    CommitTsPlaceholder: _refuse_unresolved,
    str: _freeze_str,
    bytes: _same,
    list: _freeze_list,
    dict: _freeze_dict,
}


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
        total += len(name) + _SIZE[type(member)](member)
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
    kind = type(a)
    if kind is not type(b):
        return {kind, type(b)} == _NUMBERS and _float_bits(a) == _float_bits(b)
    if kind is float:
        return _float_bits(a) == _float_bits(b)
    if kind is list:
        return len(a) == len(b) and all(map(values_equal, a, b))  # type: ignore[arg-type]
    if kind is dict:
        return a.keys() == b.keys() and all(  # type: ignore[union-attr]
            values_equal(member, b[name])  # type: ignore[index]
            for name, member in a.items()  # type: ignore[union-attr]
        )
    return a == b


_NUMBERS: Final = {int, float}
