"""The builder v, and what it refuses to build."""

from __future__ import annotations

from typing import Any

import pytest

from minivex.errors import DefinitionError, NotAValueError
from minivex.schema.validators import as_object_validator, v


def test_two_names_build_the_same_validator() -> None:
    assert str(v.number()) == str(v.float64())
    assert str(v.int64()) == str(v.bigint())


def test_nullable_is_a_union_with_null() -> None:
    assert str(v.nullable(v.string())) == "v.union(v.string(), v.null())"


def test_optional_is_the_method_as_a_function() -> None:
    assert v.optional(v.string()).is_optional
    assert str(v.object({"a": v.optional(v.string())})) == "v.object({a: v.optional(v.string())})"


def test_an_object_keeps_the_order_of_its_fields() -> None:
    assert list(v.object({"b": v.null(), "a": v.null()}).fields) == ["b", "a"]


def test_an_object_does_not_follow_the_dict_it_was_made_from() -> None:
    fields = {"a": v.null()}
    validator = v.object(fields)
    fields["b"] = v.null()
    assert list(validator.fields) == ["a"]


@pytest.mark.parametrize(
    ("method", "given", "reason"),
    [
        ("id", [5], "v.id(table) requires the name of a table as text, and got 5."),
        ("literal", [None], "v.literal(value) must be a string, number, or boolean, and got None"),
        ("literal", [[1]], "v.literal(value) must be a string, number, or boolean"),
        ("array", [5], "v.array() entries must be validators: the element is 5."),
        ("object", [5], "v.object() takes a dict of field names and validators, and got 5."),
        ("object", [{"a": "x"}], "v.object() entries must be validators: field \"a\" is 'x'."),
        ("object", [{1: v.null()}], "v.object(): field name 1 is not text."),
        ("union", [v.null(), 5], "v.union() entries must be validators: the member at index 1"),
        ("record", ["x", v.null()], "v.record() entries must be validators: the key is 'x'."),
        ("record", [v.string(), 5], "v.record() entries must be validators: the value is 5."),
        ("optional", [5], "v.optional() entries must be validators: the argument is 5."),
        ("nullable", [5], "v.nullable() entries must be validators: the argument is 5."),
        (
            "record",
            [v.string().optional(), v.null()],
            "Record validator cannot have optional keys",
        ),
        (
            "record",
            [v.string(), v.null().optional()],
            "Record validator cannot have optional values",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_built_is_refused(method: str, given: list[Any], reason: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        getattr(v, method)(*given)
    assert refused.value.message.startswith(reason)


def test_a_literal_must_be_a_value() -> None:
    with pytest.raises(NotAValueError, match="cannot be held exactly"):
        v.literal(2**53 + 1)


def test_a_mapping_stands_for_an_object() -> None:
    assert str(as_object_validator({"a": v.null()}, where="args")) == "v.object({a: v.null()})"
    assert as_object_validator(v.any(), where="args").kind == "any"
    with pytest.raises(DefinitionError, match=r"^args takes a dict of field names"):
        as_object_validator([], where="args")
