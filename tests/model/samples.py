"""Random Convex values, and their order written down a second time for comparison."""

from __future__ import annotations

import math
from functools import cmp_to_key
from typing import Any

from hypothesis import strategies as st

from minivex.values.kinds import UNDEFINED, Int64

# The characters next to the edges of UTF-8 and UTF-16, and the byte that sort keys escape.
EDGES = "\x00\x01a~\x7f\x80\u00ff\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff"

floats = st.floats(allow_nan=False) | st.sampled_from(
    [0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324]
)
int64s = st.builds(
    Int64,
    st.integers(-(2**63), 2**63 - 1)
    | st.sampled_from(
        [sign * 2**power + d for sign in (1, -1) for power in (7, 15, 31) for d in (-1, 0, 1)]
    ),
)
whole_numbers = st.integers(-(2**53), 2**53)
texts = st.text() | st.text(alphabet=EDGES, max_size=4)
byte_strings = st.binary(max_size=6) | st.lists(st.sampled_from([0, 1, 255]), max_size=4).map(bytes)
field_names = st.text(
    st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=4
).filter(lambda name: name[0] != "$")

scalars = st.none() | st.booleans() | floats | int64s | whole_numbers | texts | byte_strings
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(field_names, inner, max_size=4),
    max_leaves=8,
)
values_or_undefined = st.just(UNDEFINED) | values

TYPES: list[tuple[type, ...]] = [
    (type(UNDEFINED),),
    (type(None),),
    (Int64,),
    (float, int),
    (bool,),
    (str,),
    (bytes,),
    (list,),
    (dict,),
]


def compare(a: Any, b: Any) -> int:
    """-1, 0 or 1, from the documented order alone, without sort keys."""
    kind_a, kind_b = rank(a), rank(b)
    if kind_a != kind_b:
        return sign(kind_a, kind_b)
    if isinstance(a, bool):
        return sign(a, b)
    if isinstance(a, Int64):
        return sign(a.value, b.value)
    if isinstance(a, float | int):
        return sign(float_rank(float(a)), float_rank(float(b)))
    if isinstance(a, str):
        return sign([ord(character) for character in a], [ord(character) for character in b])
    if isinstance(a, list):
        return compare_all(a, b)
    if isinstance(a, dict):
        return compare_all(parts(a), parts(b))
    return 0 if a == b else sign(a, b)


def rank(value: object) -> int:
    return next(at for at, types in enumerate(TYPES) if type(value) in types)


def float_rank(number: float) -> tuple[int, float, int]:
    """NaN after everything; of the two zeros the negative one first."""
    if math.isnan(number):
        return (1, 0.0, 0)
    return (0, number, 0 if math.copysign(1, number) < 0 else 1) if number == 0 else (0, number, 0)


def parts(fields: dict[str, Any]) -> list[Any]:
    return [part for name in sorted(fields) for part in (name, fields[name])]


def compare_all(a: list[Any], b: list[Any]) -> int:
    return next((c for c in map(compare, a, b) if c), sign(len(a), len(b)))


def sign(a: Any, b: Any) -> int:
    return int(a > b) - int(a < b)


by_documented_order = cmp_to_key(compare)
