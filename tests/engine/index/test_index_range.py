"""Index ranges: the interval they mean, and the words when they mean none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from minivex.errors import IndexRangeError, NotAValueError
from minivex.index.index_range import IndexRangeBuilder, compile_range
from minivex.index.interval import EVERYTHING, Interval
from minivex.values.order import encode_key, increment
from minivex.values.value import UNDEFINED, Int64

FIELDS = ("a", "b", "_creationTime")

Build = Callable[[IndexRangeBuilder], IndexRangeBuilder]


def interval(build: Build) -> Interval:
    return compile_range(build(IndexRangeBuilder()).finish(), "t.by_ab", FIELDS)


def after(*values: Any) -> bytes | None:
    return increment(encode_key(values))


def test_no_condition_is_the_whole_index() -> None:
    assert interval(lambda q: q) == EVERYTHING


@pytest.mark.parametrize(
    ("build", "start", "end"),
    [
        (lambda q: q.eq("a", 1), encode_key([1]), after(1)),
        (lambda q: q.eq("b", 2).eq("a", 1), encode_key([1, 2]), after(1, 2)),
        (lambda q: q.gt("a", 1), after(1), None),
        (lambda q: q.gte("a", 1).lt("a", 5), encode_key([1]), encode_key([5])),
        (lambda q: q.lte("b", None).eq("a", 1), encode_key([1]), after(1, None)),
        (lambda q: q.eq("a", UNDEFINED), encode_key([UNDEFINED]), after(UNDEFINED)),
        (
            lambda q: q.eq("a", 1).eq("b", 2).eq("_creationTime", 3).gt("_id", "x"),
            after(1, 2, 3, "x"),
            after(1, 2, 3),
        ),
    ],
)
def test_conditions_become_one_interval(build: Build, start: bytes, end: bytes | None) -> None:
    assert interval(build) == Interval(start, end)


def test_contradictory_bounds_make_an_empty_interval() -> None:
    assert interval(lambda q: q.gt("a", 5).lt("a", 1)).is_empty


@pytest.mark.parametrize(
    ("build", "text"),
    [
        (
            lambda q: q.eq("a", 1).eq("a", 2),
            'Already defined equality bound in index range. Can\'t add "a" == 1.0.',
        ),
        (
            lambda q: q.lt("a", 1).lte("a", UNDEFINED),
            'Already defined upper bound in index range. Can\'t add "a" <= undefined.',
        ),
        (
            lambda q: q.gt("a", 1).gte("a", Int64(2)),
            'Already defined lower bound in index range. Can\'t add "a" >= 2.',
        ),
        (
            lambda q: q.eq("a", "x").gt("a", 1),
            'Already defined inequality bound in index range. Can\'t add "a" == "x".',
        ),
        (
            lambda q: q.gt("a", 1).lt("b", 1),
            (
                "Upper and lower bounds in `range` can only be applied to a single index field. This "
                "query against index t.by_ab attempted to set a range bound on both "
                '"a" and "b". Consider using `filter` instead. '
                "See https://docs.convex.dev/using/indexes for more info."
            ),
        ),
        (
            lambda q: q.eq("b", 1),
            (
                "Tried to query index t.by_ab but the query didn't use the index fields in order.\n"
                'Index fields: ["a", "b", "_creationTime"]\nQuery fields: ["b"]\n'
                'First incorrect field: "b"\n'
                "For more information see https://docs.convex.dev/using/indexes."
            ),
        ),
        (
            lambda q: q.eq("a", 1).gt("_creationTime", 1),
            (
                "Tried to query index t.by_ab but the query didn't use the index fields in order.\n"
                'Index fields: ["a", "b", "_creationTime"]\nQuery fields: ["a", "_creationTime"]\n'
                'First incorrect field: "_creationTime"\n'
                "For more information see https://docs.convex.dev/using/indexes."
            ),
        ),
        (
            lambda q: q.gt("z", 1),
            (
                'The index range included a comparison with "z", but t.by_ab with fields '
                '["a", "b", "_creationTime"] doesn\'t index this field. '
                "For more information see https://docs.convex.dev/using/indexes."
            ),
        ),
    ],
)
def test_inv19_a_range_that_is_no_interval_says_why(build: Build, text: str) -> None:
    with pytest.raises(IndexRangeError) as caught:
        interval(build)
    assert caught.value.message == text


def test_a_builder_is_used_once() -> None:
    builder = IndexRangeBuilder()
    builder.eq("a", 1)
    with pytest.raises(IndexRangeError, match="IndexRangeBuilder has already been used!"):
        builder.eq("a", 2)


def test_a_bound_must_be_a_value() -> None:
    with pytest.raises(NotAValueError, match=r"eq\('a'\)"):
        IndexRangeBuilder().eq("a", {1, 2})  # type: ignore[arg-type]
