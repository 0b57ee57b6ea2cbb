"""Intervals as people read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from minivex.index.index_range import IndexRangeBuilder, compile_range, describe
from minivex.index.interval import EVERYTHING, Interval
from minivex.values.order import encode_key, increment
from minivex.values.show import show
from minivex.values.value import UNDEFINED, Int64

FIELDS = ("a", "b")


def text(build: Callable[[IndexRangeBuilder], Any]) -> str:
    conditions = build(IndexRangeBuilder()).finish()
    return describe(compile_range(conditions, "t.i", (*FIELDS, "_creationTime")), FIELDS)


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda q: q, "[all]"),
        (lambda q: q.eq("a", "x"), '[a = "x"]'),
        (lambda q: q.eq("a", False), "[a = false]"),
        (lambda q: q.eq("a", None).eq("b", UNDEFINED), "[a = null, b = undefined]"),
        (lambda q: q.gt("a", 1), "[a > 1.0]"),
        (lambda q: q.gt("a", -1), "[a > -1.0]"),
        (lambda q: q.gte("a", 1.5), "[a >= 1.5]"),
        (lambda q: q.lte("a", 1), "[a <= 1.0]"),
        (lambda q: q.lte("a", -1), "[a <= -1.0]"),
        (lambda q: q.lt("a", Int64(4)), "[a < Int64(4)]"),
        (lambda q: q.lte("a", Int64(-1)), "[a < Int64(0)]"),
        (lambda q: q.gt("a", None), "[a > null]"),
        (lambda q: q.gt("a", None).lt("a", "b"), '[a > null, a < "b"]'),
        (lambda q: q.eq("a", 1).gt("b", 2).lte("b", 3), "[a = 1.0, b > 2.0, b <= 3.0]"),
        (lambda q: q.eq("a", 1).gt("b", 2), "[a = 1.0, b > 2.0]"),
        (lambda q: q.eq("a", "x").lt("b", 2), '[a = "x", b < 2.0]'),
        (lambda q: q.gt("a", 5).lt("a", 1), "[nothing]"),
    ],
)
def test_an_interval_reads_like_its_conditions(build: Any, expected: str) -> None:
    assert text(build) == expected


def test_a_scan_that_stopped_says_at_which_row() -> None:
    row = encode_key([1.0, 2.0, 5.0, "j57"])
    stopped = Interval(encode_key([1.0]), increment(row))
    assert describe(stopped, FIELDS) == '[a = 1.0, (b, _creationTime, _id) <= (2.0, 5.0, "j57")]'
    backwards = Interval(row, increment(encode_key([1.0])))
    assert describe(backwards, FIELDS) == '[a = 1.0, (b, _creationTime, _id) >= (2.0, 5.0, "j57")]'


def test_a_point_is_an_equality_on_every_part() -> None:
    key = encode_key([5.0, "j57"])
    assert describe(Interval(key, increment(key)), ["_creationTime"]) == (
        '[_creationTime = 5.0, _id = "j57"]'
    )
    key = encode_key(["j57"])
    assert describe(Interval(key, increment(key)), ["_id"]) == '[_id = "j57"]'


def test_everything_and_bytes_that_are_no_key() -> None:
    assert describe(EVERYTHING, ()) == "[all]"
    assert describe(Interval(b"\xfe", None), ()) == "[fe, )"
    assert describe(Interval(b"", b"\xfe\xfe"), ()) == "[, fefe)"


def test_bytes_that_are_no_key_are_shown_as_they_are() -> None:
    assert describe(Interval(b"\xee\xee", None), FIELDS) == "[eeee, )"
    assert describe(Interval(b"\xee\xee", b"\xef\xef"), FIELDS) == "[eeee, efef)"


def test_a_text_of_any_bytes_is_found_in_its_key_again() -> None:
    for code in range(1, 128):
        for text in (chr(code), f"{chr(code)}a", f"{chr(code) * 2}"):
            key = encode_key([text])
            assert describe(Interval(key, None), FIELDS) == f"[a >= {show(text)}]"
            assert describe(Interval(b"", increment(key)), FIELDS) == f"[a <= {show(text)}]"
