"""Types, literals, ids and anything."""

from __future__ import annotations

import math
from typing import Any

import pytest

from minivex.schema.validators import Validator, v
from minivex.values.ids import encode_id
from minivex.values.kinds import Int64
from tests.engine.schema.refusals import refusal

SAMPLES: dict[str, list[Any]] = {
    "null": [None],
    "float64": [1, 1.5, -0.0, math.nan, math.inf],
    "int64": [Int64(1)],
    "boolean": [True, False],
    "string": ["", "a"],
    "bytes": [b"", b"a"],
    "array": [[], [1]],
    "object": [{}, {"a": 1}],
}
TYPES = [v.null(), v.number(), v.int64(), v.boolean(), v.string(), v.bytes()]


@pytest.mark.parametrize("validator", TYPES, ids=str)
def test_a_type_accepts_its_values_and_no_others(validator: Validator) -> None:
    for kind, samples in SAMPLES.items():
        for sample in samples:
            assert validator.accepts(sample) == (validator.kind == kind)


def test_any_accepts_everything() -> None:
    assert all(v.any().accepts(sample) for samples in SAMPLES.values() for sample in samples)
    assert (v.any().kind, str(v.any()), v.any().to_json()) == ("any", "v.any()", {"type": "any"})


def test_types_have_one_name_in_json_and_another_in_messages() -> None:
    assert [str(validator) for validator in TYPES] == [
        *("v.null()", "v.float64()", "v.int64()", "v.boolean()", "v.string()", "v.bytes()"),
    ]
    assert [validator.to_json()["type"] for validator in TYPES] == [
        *("null", "number", "bigint", "boolean", "string", "bytes"),
    ]


@pytest.mark.parametrize(
    ("literal", "text", "json"),
    [
        ("a", 'v.literal("a")', "a"),
        ('é"\n', 'v.literal("é\\"\\n")', 'é"\n'),
        (True, "v.literal(true)", True),
        (1, "v.literal(1.0)", 1),
        (1.5, "v.literal(1.5)", 1.5),
        (math.inf, "v.literal(<number>)", {"$float": "AAAAAAAA8H8="}),
        (Int64(5), "v.literal(<bigint>)", {"$integer": "BQAAAAAAAAA="}),
    ],
)
def test_a_literal_prints_as_json(literal: Any, text: str, json: object) -> None:
    validator = v.literal(literal)
    assert str(validator) == text
    assert validator.to_json() == {"type": "literal", "value": json}
    assert validator.accepts(literal)
    assert validator.kind == "literal"


@pytest.mark.parametrize(
    ("literal", "others"),
    [
        (1, [Int64(1), True, "1", 2, None]),
        (Int64(1), [1, 1.0, True]),
        (True, [1, 1.0, False]),
        (0.0, [-0.0, math.nan, Int64(0)]),
        ("a", [b"a", "A", "", ["a"]]),
    ],
)
def test_a_literal_accepts_one_value(literal: Any, others: list[Any]) -> None:
    assert not any(v.literal(literal).accepts(other) for other in others)


def test_a_literal_says_both_values_on_one_line() -> None:
    assert refusal(v.literal("a"), 5) == (
        '`5.0` does not match literal validator `v.literal("a")`.'
    )
    assert refusal(v.object({"kind": v.literal("a")}), {"kind": "b"}) == (
        '`"b"` does not match literal validator `v.literal("a")`.Path: .kind'
    )


TABLES = {"users": 10001, "posts": 10002, "_storage": 20}
USER, POST, FILE, STRANGER = (encode_id(number, bytes(16)) for number in (10001, 10002, 20, 9))


def test_an_id_is_a_string_that_decodes_to_its_table() -> None:
    validator = v.id("users")
    assert validator.accepts(USER, TABLES)
    assert not validator.accepts(POST, TABLES)
    assert not validator.accepts("not an id", TABLES)
    assert not validator.accepts(5, TABLES)
    assert v.id("nowhere").accepts(USER)
    assert not v.id("nowhere").accepts(USER, TABLES)
    assert (str(validator), validator.kind) == ('v.id("users")', "id")
    assert validator.to_json() == {"type": "id", "tableName": "users"}


def test_an_id_of_another_table_is_named() -> None:
    assert refusal(v.array(v.id("users")), [POST], tables=TABLES) == (
        f'Found ID "{POST}" from table `posts`, which does not match the table name '
        'in validator `v.id("users")`.Path: [0]'
    )


def test_an_id_of_a_system_table_is_not_named() -> None:
    assert refusal(v.id("users"), FILE, tables=TABLES) == (
        f'Found ID "{FILE}" from a system table, which does not match the table name '
        'in validator `v.id("users")`.'
    )


@pytest.mark.parametrize("value", ["not an id", STRANGER, 5, None])
def test_what_is_no_known_id_gets_the_generic_message(value: Any) -> None:
    assert refusal(v.id("users"), value, tables=TABLES).startswith(
        "Value does not match validator.\n\nValue: "
    )


def test_without_tables_only_the_spelling_of_an_id_counts() -> None:
    assert refusal(v.id("users"), "nonsense") == (
        'Value does not match validator.\n\nValue: "nonsense"\nValidator: v.id("users")'
    )
