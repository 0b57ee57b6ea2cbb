"""Convex JSON to values and back.

==================  ==================================================
value               JSON
==================  ==================================================
Int64               ``{"$integer": base64 of 8 bytes, little-endian}``
-0.0, NaN, +-Inf    ``{"$float": base64 of 8 bytes, little-endian}``
bytes               ``{"$bytes": base64}``
COMMIT_TS           ``{"$commitTs": null}``
everything else     itself
==================  ==================================================

Invariant: ``from_json(to_json(v))`` is ``v`` to the last bit, except that every number comes
back as a ``float``.

Source: docs "Data Types"; convex-backend crates/value/src/json/mod.rs;
npm-packages/convex/src/values/value.ts.
Differs: limits on length and nesting are left to ``freeze``.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from math import copysign, isfinite
from struct import Struct
from typing import Any, Final, NoReturn

from minivex.errors import WireFormatError
from minivex.values.kinds import COMMIT_TS, CommitTsPlaceholder, Int64, Value
from minivex.values.names import field_name_problem
from minivex.values.value import freeze

__all__ = ["dumps", "from_json", "frozen_to_json", "loads", "to_json"]

_INTEGER: Final = Struct("<q")
_FLOAT: Final = Struct("<d")


def to_json(value: object) -> Any:
    """What ``json.dumps`` takes for ``value``; objects have their keys in order.

    Raises: NotAValueError, if ``value`` is not a Convex value.
    """
    return frozen_to_json(freeze(value))


def dumps(value: object) -> str:
    """``value`` as Convex JSON text."""
    return json.dumps(to_json(value), ensure_ascii=False, allow_nan=False)


def frozen_to_json(value: Value) -> Any:
    """What ``json.dumps`` takes for a value that is frozen, and may be nested more deeply."""
    if isinstance(value, float):
        is_plain = isfinite(value) and (value or copysign(1, value) > 0)
        return value if is_plain else {"$float": b64encode(_FLOAT.pack(value)).decode()}
    if isinstance(value, Int64):
        return {"$integer": b64encode(_INTEGER.pack(value.value)).decode()}
    if isinstance(value, bytes):
        return {"$bytes": b64encode(value).decode()}
    if isinstance(value, CommitTsPlaceholder):
        return {"$commitTs": None}
    if isinstance(value, list):
        return [frozen_to_json(item) for item in value]
    if isinstance(value, dict):
        return {name: frozen_to_json(member) for name, member in value.items()}
    return value


def loads(text: str) -> Value:
    """The value that Convex JSON text encodes.

    Raises: WireFormatError, if it is not JSON, or not Convex JSON.
    """
    try:
        # parse_int: "-0" has a sign only as a float.
        return from_json(json.loads(text, parse_int=float, parse_constant=_refuse_constant))
    except json.JSONDecodeError as error:
        raise WireFormatError(f"Not JSON: {error}. Check the text at that position.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise WireFormatError(f'{name} is not JSON. Convex writes it as {{"$float": ...}}.')


def from_json(data: Any) -> Value:
    """The value that ``data``, as ``json.loads`` gives it, encodes.

    Raises: WireFormatError, naming the form or the field name that is malformed.
    """
    if data is None or isinstance(data, bool | float):
        return data
    if isinstance(data, int):
        return float(data)
    if isinstance(data, str):
        return _whole_characters(data)
    if isinstance(data, list):
        return [from_json(item) for item in data]
    if not isinstance(data, dict):
        raise WireFormatError(f"{type(data).__name__} does not occur in JSON. Pass parsed JSON.")
    if len(data) == 1:
        ((name, content),) = data.items()
        if name in _SPECIAL_FORMS:
            return _SPECIAL_FORMS[name](name, content)
    for name in data:
        # The empty name is refused when it is written, and taken when it is read.
        if name and (problem := field_name_problem(name)):
            raise WireFormatError(problem)
    return {name: from_json(data[name]) for name in sorted(data)}


def _whole_characters(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise WireFormatError(
            f"{text!a} has half of a surrogate pair at position {error.start}."
        ) from None
    return text


def _read_bytes(form: str, content: object) -> bytes:
    if not isinstance(content, str):
        raise WireFormatError(f"Malformed {form} field: expected base64 text, got {content!r}")
    if len(content) % 4:
        raise WireFormatError("Invalid string. Length must be a multiple of 4")
    try:
        data = b64decode(content, validate=True)
    except (Base64Error, ValueError) as error:
        raise WireFormatError(f"Malformed {form} field: {error}") from error
    if b64encode(data).decode() != content:
        raise WireFormatError(f"Malformed {form} field: the last digit has bits to spare")
    return data


def _read_8_bytes(form: str, content: object) -> bytes:
    data = _read_bytes(form, content)
    if len(data) != 8:  # noqa: PLR2004 - both forms are 64 bits wide
        raise WireFormatError(f"Received {len(data)} bytes, expected 8 for {form}")
    return data


def _read_integer(form: str, content: object) -> Int64:
    return Int64(_INTEGER.unpack(_read_8_bytes(form, content))[0])


def _read_float(form: str, content: object) -> float:
    number: float = _FLOAT.unpack(_read_8_bytes(form, content))[0]
    # The backend's reader lets zero pass in either sign.
    if number and isfinite(number):
        text = repr(number).removesuffix(".0")
        raise WireFormatError(f"Float {text} should be encoded as a number")
    return number


def _read_commit_ts(form: str, content: object) -> CommitTsPlaceholder:
    if content is not None:
        raise WireFormatError(f"Malformed {form} field: expected null, got {content!r}")
    return COMMIT_TS


def _read_set(_form: str, _content: object) -> NoReturn:
    raise WireFormatError("Received a Set which is no longer supported as a Convex type.")


def _read_map(_form: str, _content: object) -> NoReturn:
    raise WireFormatError("Received a Map which is no longer supported as a Convex type.")


_SPECIAL_FORMS: Final[dict[str, Callable[[str, object], Value]]] = {
    "$integer": _read_integer,
    "$float": _read_float,
    "$bytes": _read_bytes,
    "$commitTs": _read_commit_ts,
    "$set": _read_set,
    "$map": _read_map,
}
