"""The slow way to freeze a value: it finds the words for every refusal.

A refusal climbs back through the containers and collects its path on the way. Names of fields
that are good are noted, so that the next object with the same names can take the quick way.

Source: docs "Data Types"; npm-packages/convex/src/values/value.ts; convex-backend
crates/value/src.
"""

from __future__ import annotations

from collections.abc import Callable
from types import NoneType
from typing import Any, Final, NoReturn

from minivex.errors import NotAValueError, UnresolvedCommitTsError
from minivex.values.kinds import UNDEFINED, CommitTsPlaceholder, Int64, Value
from minivex.values.names import field_name_problem
from minivex.values.plain import (
    ARRAY_LENGTH_MAX,
    EXACT_INT_MAX,
    NESTING_MAX,
    OBJECT_FIELDS_MAX,
    note_names,
)

__all__ = ["freeze_closely"]

_EXCERPT_MAX: Final = 80


class _Refusal(Exception):  # noqa: N818 - leaves this file as a NotAValueError
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path = ""


class _UnresolvedRefusal(_Refusal):
    """A commit timestamp that is not known yet, where a value has to be whole."""


class _NameRefusal(_Refusal):
    """A field name that cannot be; the text names it, so no path is added."""


def freeze_closely(value: object, path: str) -> Value:
    """``freeze`` for values that the quick way leaves, and the words of every refusal.

    Raises: NotAValueError, that says what and where.
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
    if not (-EXACT_INT_MAX <= value <= EXACT_INT_MAX or _is_exact_float(value)):
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
    note_names(tuple(value))
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
