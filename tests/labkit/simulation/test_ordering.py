"""The model's order is the documented one, and that of the engine's keys."""

from __future__ import annotations

from itertools import pairwise

from labkit.simulation.ordering import rank
from minivex import UNDEFINED, Int64
from minivex.values.order import encode
from minivex.values.value import Undefined, Value

IN_ORDER: list[Value | Undefined] = [
    *(UNDEFINED, None, Int64(-300), Int64(-1), Int64(0), Int64(9)),
    *(float("-inf"), -1.5, -0.0, 0.0, 1.0, float("inf"), float("nan"), False, True),
    *("", "a", "a\0", "a\0b", "b", "\uffff", "\U00010000", b"", b"\0", b"a"),
    [],
    [1.0],
    [1.0, 1.0],
    [2.0],
    {},
    {"a": None},
    {"a": None, "b": None},
    {"b": None},
]


def test_ranks_follow_the_documented_order() -> None:
    for smaller, larger in pairwise(IN_ORDER):
        assert rank(smaller) < rank(larger)


def test_ranks_and_sort_keys_agree_on_every_pair() -> None:
    for a in IN_ORDER:
        for b in IN_ORDER:
            assert (rank(a) < rank(b)) == (encode(a) < encode(b))
            assert (rank(a) == rank(b)) == (encode(a) == encode(b))
