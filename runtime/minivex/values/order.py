"""The total order of values, as byte strings.

::

    UNDEFINED < null < Int64 < Float64 < false < true < String < Bytes < Array < Object
       01        03   04-0c     0d        0e     0f      10       11      12      15

Comparing the encodings byte by byte compares the values, and the encodings of several values
can be joined to one index key: no encoding is a prefix of another one.

* Int64: the tag says the sign and the width (1, 2, 4 or 8 bytes), then big-endian bytes.
* Float64: big-endian with the sign bit flipped, or all bits if it is negative.
* String (UTF-8) and Bytes: ``00`` is written ``00 ff``; a lone ``00`` ends them.
* Array and Object: their members one after the other, then ``00``; field names have no tag.

Source: docs "Indexes"; convex-backend crates/value/src/sorting.rs.
"""

from __future__ import annotations

from struct import Struct
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from minivex.errors import NotAValueError
from minivex.values.kinds import (
    INT64_MAX,
    UNDEFINED,
    CommitTsPlaceholder,
    Int64,
    Undefined,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["ENCODERS", "decode_key", "encode", "encode_key", "increment"]

_pack_float = Struct(">d").pack
_pack_tagged = Struct(">Bd").pack
_unpack_float = Struct(">d").unpack
_COMPLEMENT: Final = bytes(255 - byte for byte in range(256))
_INT64_ZERO: Final = 0x08
_MAX_COMMIT_TS: Final = b"\x0c" + INT64_MAX.to_bytes(8, "big")


def encode(value: Value | Undefined) -> bytes:
    """The sort key of one frozen value, or of an absent one.

    >>> encode(1.0).hex(), encode(Int64(300)).hex(), encode("a").hex()
    ('0dbff0000000000000', '0a012c', '106100')

    Cost: O(n) for n bytes.
    Raises: NotAValueError, for anything that is not a value.
    """
    try:
        return ENCODERS[type(value)](value)
    except KeyError as error:
        raise _no_order(error) from None


def encode_key(values: Sequence[Value | Undefined]) -> bytes:
    """The sort keys of ``values``, joined: the key of an index entry, or a prefix of one.

    Cost: O(n).
    Raises: NotAValueError, if one of ``values`` is of no type of Convex.
    """
    try:
        return b"".join([ENCODERS[type(value)](value) for value in values])
    except KeyError as error:
        raise _no_order(error) from None


def _no_order(error: KeyError) -> NotAValueError:
    kind: object = error.args[0]
    name = kind.__name__ if isinstance(kind, type) else str(kind)
    return NotAValueError(f"{name} is no Convex type, so it has no place in the order. Freeze it.")


def _encode_float(value: float) -> bytes:
    if value > 0:  # the negative of it has the other sign bit, and is the same otherwise
        return _pack_tagged(0x0D, -value)
    raw = _pack_float(value)
    if raw[0] < 0x80:  # noqa: PLR2004 - the sign bit: zero, and the NaN that sorts last
        return bytes((0x0D, raw[0] | 0x80)) + raw[1:]
    return b"\x0d" + raw.translate(_COMPLEMENT)


def _encode_int64(value: Int64) -> bytes:
    number = value.value
    if number == 0:
        return b"\x08"
    magnitude = number if number > 0 else ~number
    if magnitude < 1 << 7:
        step, width = 1, 1
    elif magnitude < 1 << 15:
        step, width = 2, 2
    elif magnitude < 1 << 31:
        step, width = 3, 4
    else:
        step, width = 4, 8
    tag = _INT64_ZERO + (step if number > 0 else -step)
    return bytes((tag,)) + number.to_bytes(width, "big", signed=True)


def _encode_str(value: str) -> bytes:
    text = value.encode()
    if b"\0" in text:
        text = text.replace(b"\0", b"\0\xff")
    return b"\x10" + text + b"\0"


def _encode_bytes(value: bytes) -> bytes:
    return b"\x11" + value.replace(b"\0", b"\0\xff") + b"\0"


def _encode_list(value: list[Value]) -> bytes:
    return b"\x12" + b"".join([_MEMBERS[type(item)](item) for item in value]) + b"\0"


def _encode_dict(value: dict[str, Value]) -> bytes:
    parts = [b"\x15"]
    for name in sorted(value):
        member = value[name]
        parts.append(name.encode() + b"\0" + _MEMBERS[type(member)](member))
    parts.append(b"\0")
    return b"".join(parts)


_MEMBERS: Final[dict[type, Callable[[Any], bytes]]] = {
    NoneType: lambda _: b"\x03",
    bool: lambda value: b"\x0f" if value else b"\x0e",
    int: _encode_float,
    float: _encode_float,
    Int64: _encode_int64,
    CommitTsPlaceholder: lambda _: _MAX_COMMIT_TS,
    str: _encode_str,
    bytes: _encode_bytes,
    list: _encode_list,
    dict: _encode_dict,
}

ENCODERS: Final[dict[type, Callable[[Any], bytes]]] = {**_MEMBERS, Undefined: lambda _: b"\x01"}
"""One encoder per type, for loops that cannot afford the call to ``encode``."""


def increment(key: bytes) -> bytes | None:
    """The least byte string above every string that starts with ``key``; ``None`` is infinity.

    >>> increment(bytes.fromhex("10ff")).hex(), increment(bytes.fromhex("ffff"))
    ('11', None)

    Source: convex-backend crates/common/src/interval/key.rs.
    """
    stem = key.rstrip(b"\xff")
    return stem[:-1] + bytes((stem[-1] + 1,)) if stem else None


# The way back, for showing intervals to people.


def decode_key(data: bytes) -> list[Value | Undefined]:
    """The values whose sort keys were joined to ``data``; numbers come back as ``float``.

    Cost: O(n).
    Raises: ValueError, if ``data`` is not a whole number of sort keys. The end of an interval
    often is not: ``increment`` cuts into the last one.
    """
    values: list[Value | Undefined] = []
    at = 0
    try:
        while at < len(data):
            value, at = (UNDEFINED, at + 1) if data[at] == 1 else _decode(data, at)
            values.append(value)
    except (IndexError, KeyError) as error:
        msg = f"not a joined sort key: {data.hex(' ')}"
        raise ValueError(msg) from error
    return values


def _decode(data: bytes, at: int) -> tuple[Value, int]:
    tag = data[at]
    if tag in _CONSTANTS:
        return _CONSTANTS[tag], at + 1
    return _DECODERS[tag](data, at)


def _decode_int64(data: bytes, at: int) -> tuple[Value, int]:
    width = (1, 2, 4, 8)[abs(data[at] - _INT64_ZERO) - 1]
    raw = _slice(data, at + 1, width)
    return Int64(int.from_bytes(raw, "big", signed=True)), at + 1 + width


def _decode_float(data: bytes, at: int) -> tuple[Value, int]:
    raw = _slice(data, at + 1, 8)
    raw = bytes((raw[0] ^ 0x80,)) + raw[1:] if raw[0] & 0x80 else raw.translate(_COMPLEMENT)
    number: float = _unpack_float(raw)[0]
    return number, at + 9


def _decode_str(data: bytes, at: int) -> tuple[Value, int]:
    raw, at = _terminated(data, at + 1)
    return raw.decode(), at


def _decode_bytes(data: bytes, at: int) -> tuple[Value, int]:
    return _terminated(data, at + 1)


def _decode_list(data: bytes, at: int) -> tuple[Value, int]:
    items: list[Value] = []
    at += 1
    while data[at]:
        item, at = _decode(data, at)
        items.append(item)
    return items, at + 1


def _decode_dict(data: bytes, at: int) -> tuple[Value, int]:
    fields: dict[str, Value] = {}
    at += 1
    while data[at]:
        name, at = _terminated(data, at)
        fields[name.decode()], at = _decode(data, at)
    return fields, at + 1


def _slice(data: bytes, start: int, length: int) -> bytes:
    if start + length > len(data):
        raise IndexError
    return data[start : start + length]


def _terminated(data: bytes, at: int) -> tuple[bytes, int]:
    """Bytes up to the next lone ``00``, unescaped, and where to go on."""
    end = at
    while data[end] or data[end + 1 : end + 2] == b"\xff":
        end += 1
    return data[at:end].replace(b"\0\xff", b"\0"), end + 1


_CONSTANTS: Final[dict[int, Value]] = {3: None, 8: Int64(0), 14: False, 15: True}
_DECODERS: Final[dict[int, Callable[[bytes, int], tuple[Value, int]]]] = {
    **dict.fromkeys((4, 5, 6, 7, 9, 10, 11, 12), _decode_int64),
    0x0D: _decode_float,
    0x10: _decode_str,
    0x11: _decode_bytes,
    0x12: _decode_list,
    0x15: _decode_dict,
}
