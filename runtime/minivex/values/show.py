"""How a value is printed in the backend's messages.

``{a: 1.0, b: "x"}``: names bare, numbers always with a point, an Int64 without one.

Source: convex-backend crates/value/src/lib.rs (Display).
Differs: a few unusual characters (combining marks, odd spaces) are escaped by Python's idea
of what can be printed, not by Rust's.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from math import isfinite
from types import NoneType
from typing import Any, Final

from minivex.values.kinds import INT64_MAX, CommitTsPlaceholder, Int64, Undefined, Value

__all__ = ["kind_of", "show"]

_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\0": "\\0",
}

_KINDS: Final[dict[type, str]] = {
    Undefined: "undefined",
    NoneType: "Null",
    Int64: "Int64",
    CommitTsPlaceholder: "Int64",
    int: "Float64",
    float: "Float64",
    bool: "Boolean",
    str: "String",
    bytes: "Bytes",
    list: "Array",
    dict: "Object",
}


def kind_of(value: Value | Undefined) -> str:
    """The backend's name for the type of ``value``: ``Null``, ``Int64``, ``Float64``, ...

    Source: convex-backend crates/common/src/types/maybe_value.rs.
    """
    return _KINDS[type(value)]


def show(value: Value | Undefined) -> str:
    """Text of ``value`` as error messages print it.

    >>> print(show({"a": 1, "b": ["x", None, Int64(5)]}))
    {a: 1.0, b: ["x", null, 5]}
    """
    return _SHOW[type(value)](value)


def _show_list(value: list[Value]) -> str:
    return f"[{', '.join(map(show, value))}]"


def _show_dict(value: dict[str, Value]) -> str:
    return "{" + ", ".join(f"{name}: {show(value[name])}" for name in sorted(value)) + "}"


def _show_bytes(value: bytes) -> str:
    return f'b"{b64encode(value).decode()}"'


def _show_float(number: float) -> str:
    if not isfinite(number):
        return "NaN" if number != number else str(number)  # noqa: PLR0124 - only NaN differs
    mantissa, has_exponent, exponent = repr(number).partition("e")
    return f"{mantissa}e{int(exponent)}" if has_exponent else mantissa


def _show_str(text: str) -> str:
    return '"' + "".join(map(_show_character, text)) + '"'


def _show_character(character: str) -> str:
    if escaped := _ESCAPES.get(character):
        return escaped
    return character if character.isprintable() else f"\\u{{{ord(character):x}}}"


_SHOW: Final[dict[type, Callable[[Any], str]]] = {
    Undefined: lambda _: "undefined",
    NoneType: lambda _: "null",
    bool: lambda value: "true" if value else "false",
    Int64: lambda value: str(value.value),
    CommitTsPlaceholder: lambda _: str(INT64_MAX),
    int: lambda value: _show_float(float(value)),
    float: _show_float,
    str: _show_str,
    bytes: _show_bytes,
    list: _show_list,
    dict: _show_dict,
}
