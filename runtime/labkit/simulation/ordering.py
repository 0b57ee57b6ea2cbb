"""The documented order of values, written down a second time and without bytes.

::

    undefined < null < Int64 < number < false < true < text < bytes < array < object

``rank`` turns a value into nested tuples that Python itself compares in that order. Two values
are equal exactly when their ranks are. A commit timestamp that is not there yet is the largest
Int64.

Source: docs "Data Types"; npm-packages/convex/src/values/compare.ts.
"""

from __future__ import annotations

import struct
from typing import TypeAlias

from minivex.values.kinds import INT64_MAX, CommitTsPlaceholder
from minivex.values.value import Int64, Undefined, Value

__all__ = ["Rank", "rank"]

Rank: TypeAlias = tuple[object, ...]


def rank(value: Value | Undefined) -> Rank:  # noqa: PLR0911 - one line for each type
    """A tuple that sorts as ``value`` does.

    >>> rank(Int64(9)) < rank(1.5) < rank("") and rank(-0.0) < rank(0.0)
    True
    """
    match value:
        case Undefined():
            return (0,)
        case None:
            return (1,)
        case Int64():
            return (2, value.value)
        case CommitTsPlaceholder():
            return (2, INT64_MAX)
        case bool():
            return (4, value)
        case int() | float():
            return (3, _total_order(float(value)))
        case str():
            return (5, value.encode())
        case bytes():
            return (6, value)
        case list():
            return (7, tuple(rank(item) for item in value))
        case dict():
            return (8, tuple((name.encode(), rank(value[name])) for name in sorted(value)))
        case _:
            raise TypeError(f"{value!r} is in no case")


def _total_order(number: float) -> int:
    """IEEE 754 totalOrder: the bits as a whole number, negative numbers backwards."""
    (bits,) = struct.unpack(">q", struct.pack(">d", number))
    return int(bits) if bits >= 0 else -(bits & 0x7FFF_FFFF_FFFF_FFFF) - 1
