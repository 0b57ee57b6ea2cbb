"""How values print in messages."""

from __future__ import annotations

import math
from typing import Any

import pytest

from minivex.values.kinds import UNDEFINED, Int64
from minivex.values.show import kind_of, show


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (UNDEFINED, "undefined"),
        (True, "true"),
        (False, "false"),
        (Int64(5), "5"),
        (5, "5.0"),
        (5.5, "5.5"),
        (-0.0, "-0.0"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e16"),
        (1.5e300, "1.5e300"),
        (0.0001, "0.0001"),
        (0.00001, "1e-5"),
        (math.nan, "NaN"),
        (math.inf, "inf"),
        (-math.inf, "-inf"),
        ("a", '"a"'),
        ('"\\\n\r\t\0', r'"\"\\\n\r\t\0"'),
        ("\x01é😀", r'"\u{1}é😀"'),
        (b"ab", 'b"YWI="'),
        ([1, None], "[1.0, null]"),
        ({"b": "x", "a": 1}, '{a: 1.0, b: "x"}'),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_a_value_prints_as_the_backend_prints_it(value: object, text: str) -> None:
    assert show(value) == text  # type: ignore[arg-type]


def test_types_have_the_backends_names() -> None:
    samples: list[Any] = [UNDEFINED, None, Int64(1), 1, 1.0, True, "", b"", [], {}]
    assert [kind_of(sample) for sample in samples] == [
        *("undefined", "Null", "Int64", "Float64", "Float64"),
        *("Boolean", "String", "Bytes", "Array", "Object"),
    ]
