"""Filter expressions: what they compute, and what they refuse."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from minivex import UNDEFINED, DeveloperError, Int64
from minivex.index.index_key import Document
from minivex.txn.filter import FilterBuilder, compile_filter

ROW: Document = {"a": 1.0, "b": {"c": "x"}, "i": Int64(7), "yes": True, "whole": 3}

Build = Callable[[FilterBuilder], Any]


def test(build: Build) -> bool:
    return compile_filter(build)(ROW)


test.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "build",
    [
        lambda q: q.eq(q.field("a"), 1),
        lambda q: q.eq(q.field("a"), q.field("a")),
        lambda q: q.eq(q.field("b.d"), UNDEFINED),
        lambda q: q.not_(q.eq(q.field("b.c"), None)),
        lambda q: q.eq(q.eq(q.field("a"), 1), True),
        lambda q: q.eq(True, True),
        lambda q: q.not_(q.eq(q.field("whole"), True)),
        lambda q: q.eq(q.field("b.c"), "x"),
        lambda q: q.eq(q.field("b.x"), UNDEFINED),
        lambda q: q.neq(0.0, -0.0),
        lambda q: q.eq(math.nan, math.nan),
        lambda q: q.lt(q.field("missing"), None),
        lambda q: q.lte(Int64(9), 1),
        lambda q: q.gt("a", 5),
        lambda q: q.gte("é", "z"),
        lambda q: q.eq(q.add(q.field("a"), 2), 3),
        lambda q: q.eq(q.sub(q.field("whole"), 2), 1),
        lambda q: q.eq(q.mul(Int64(3), q.field("i")), Int64(21)),
        lambda q: q.eq(q.div(Int64(-7), Int64(2)), Int64(-3)),
        lambda q: q.eq(q.mod(Int64(-7), Int64(2)), Int64(-1)),
        lambda q: q.eq(q.mod(-7, 2), -1),
        lambda q: q.eq(q.div(1, 0), math.inf),
        lambda q: q.eq(q.div(1, -0.0), -math.inf),
        lambda q: q.eq(q.div(0, 0), math.nan),
        lambda q: q.eq(q.mod(1, 0), math.nan),
        lambda q: q.eq(q.neg(q.field("a")), -1),
        lambda q: q.eq(q.neg(Int64(1)), Int64(-1)),
        lambda q: q.eq(q.div(7, 2), 3.5),
        lambda q: q.and_(q.field("yes"), True),
        lambda q: q.or_(q.field("yes"), "not even looked at"),
        lambda q: q.not_(q.and_(False, "not even looked at")),
        lambda q: q.field("yes"),
        lambda _: True,
    ],
)
def test_an_expression_holds(build: Build) -> None:
    assert test(build)


@pytest.mark.parametrize(
    ("build", "text"),
    [
        (
            lambda q: q.add(q.field("a"), Int64(1)),
            "Cannot add 1.0 (type Float64) and 1 (type Int64)",
        ),
        (
            lambda q: q.mod(q.field("x"), 1),
            "Cannot mod undefined (type undefined) and 1.0 (type Float64)",
        ),
        (lambda q: q.neg("x"), 'Cannot negate "x" (type String)'),
        (
            lambda q: q.neg(Int64(-(2**63))),
            f"Cannot negate {-(2**63)}: the result is out of range for Int64",
        ),
        (
            lambda q: q.mul(Int64(2**62), Int64(2)),
            f"Cannot multiply {2**62} and 2: the result is out of range for Int64",
        ),
        (
            lambda q: q.mod(Int64(-(2**63)), Int64(-1)),
            f"Cannot mod {-(2**63)} and -1: the result is out of range for Int64",
        ),
        (lambda q: q.div(Int64(1), Int64(0)), "Cannot divide 1 by zero"),
        (lambda q: q.and_(q.field("a")), "Cannot use value 1.0 (type Float64) as a Boolean"),
        (lambda q: q.not_(None), "Cannot use value null (type Null) as a Boolean"),
        (lambda q: q.add(Int64(1), Int64(2)), "Cannot use value 3 (type Int64) as a Boolean"),
        (lambda q: q.sub(Int64(1), Int64(2)), "Cannot use value -1 (type Int64) as a Boolean"),
    ],
)
def test_inv24_a_wrong_type_is_an_error_when_a_row_is_tested(build: Build, text: str) -> None:
    with pytest.raises(DeveloperError) as caught:
        test(build)
    assert caught.value.message == text


@pytest.mark.parametrize(
    ("build", "text"),
    [
        (lambda q: q.field("a") == 1, "cannot be compared"),
        (lambda q: q.field("a") != 1, "cannot be compared"),
        (lambda q: q.field("a") < 1, "cannot be compared"),
        (lambda q: q.field("a") + 1, "has no number"),
        (lambda q: q.field("yes") and q.field("a"), "has no truth value"),
        (lambda _: None, "returned None"),
        (5, "must|Must provide arg 1"),
    ],
)
def test_python_operators_and_missing_results_are_explained(build: Any, text: str) -> None:
    with pytest.raises(DeveloperError, match=text):
        compile_filter(build)


def test_an_expression_can_be_kept_in_a_set() -> None:
    q = FilterBuilder()
    assert len({q.field("a"), q.field("a")}) == 2
