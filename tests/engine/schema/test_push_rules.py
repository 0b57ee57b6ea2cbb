"""What a push refuses."""

from __future__ import annotations

import math

import pytest

from minivex.errors import DefinitionError
from minivex.schema.push_rules import (
    can_contain_field,
    check_args_validator,
    check_document_validator,
    check_pushable,
)
from minivex.schema.validators import Validator, v

STRINGS = v.union(v.string(), v.id("users"))


@pytest.mark.parametrize(
    "validator",
    [
        v.any(),
        v.array(v.literal(1.5)),
        v.union(v.literal("a"), v.literal(1)),
        v.record(STRINGS, v.object({"fine_1": v.bytes()})),
    ],
    ids=str,
)
def test_an_ordinary_validator_is_pushed(validator: Validator) -> None:
    check_pushable(validator)


NO_NUMBER = "Infinite or NaN values are not supported in literal validators."
NO_STRING_KEYS = (
    "Records can only have string keys. Your validator contains a record with key typed as "
    "`v.float64()`, which is not a subtype of `v.string()`"
)


@pytest.mark.parametrize(
    ("validator", "message"),
    [
        (v.literal(math.nan), NO_NUMBER),
        (v.array(v.literal(-math.inf)), NO_NUMBER),
        (v.object({"a": v.union(v.null(), v.literal(math.inf))}), NO_NUMBER),
        (v.record(v.string(), v.literal(math.inf)), NO_NUMBER),
        (v.record(v.number(), v.null()), NO_STRING_KEYS),
        (v.record(v.union(v.string(), v.number()), v.null()), None),
        (v.record(v.literal(1), v.null()), None),
        (v.record(v.any(), v.null()), None),
        (v.record(v.literal("a"), v.null()), "Records cannot have string literal keys"),
        (
            v.array(v.record(v.union(v.string(), v.literal("a")), v.null())),
            "Records cannot have string literal keys",
        ),
        (
            v.object({"a": v.object({"bad-name": v.null()})}),
            "Identifier bad-name has invalid character '-': Identifiers can only contain alphanumeric characters or underscores",
        ),
    ],
    ids=str,
)
def test_a_validator_is_refused_at_any_depth(validator: Validator, message: str | None) -> None:
    with pytest.raises(DefinitionError) as refused:
        check_pushable(validator)
    if message is None:
        assert refused.value.message.startswith("Records can only have string keys.")
    else:
        assert refused.value.message == message


def test_arguments_are_an_object_or_anything() -> None:
    check_args_validator(v.object({}))
    check_args_validator(v.any())
    with pytest.raises(DefinitionError) as refused:
        check_args_validator(v.union(v.object({})))
    assert refused.value.message == "Args validator must be an object or any"
    with pytest.raises(DefinitionError):
        check_args_validator(v.object({"é": v.null()}))


def test_documents_are_objects() -> None:
    check_document_validator(v.any())
    check_document_validator(v.object({}))
    check_document_validator(v.union(v.object({}), v.object({"a": v.null()})))
    with pytest.raises(DefinitionError) as refused:
        check_document_validator(v.string())
    assert refused.value.message == (
        "The document validator in a schema must be an object, a union of objects, or "
        "`v.any()`. Found v.string(). To learn more, see the schema documentation at "
        "https://docs.convex.dev/database/schemas."
    )
    with pytest.raises(DefinitionError, match=r"Found v\.union\(v\.object\(\{\}\), v\.null\(\)\)"):
        check_document_validator(v.union(v.object({}), v.null()))


@pytest.mark.parametrize(
    ("validator", "path", "expected"),
    [
        (v.any(), "a.b", True),
        (v.object({"a": v.any()}), "a.b.c", True),
        (v.object({"a": v.object({"b": v.null()})}), "a.b", True),
        (v.object({"a": v.object({"b": v.null()})}), "a", True),
        (v.object({"a": v.object({"b": v.null()})}), "a.c", False),
        (v.object({"a": v.null()}), "b", False),
        (v.object({"a": v.null()}), "a.b", False),
        (v.union(v.object({"a": v.null()}), v.object({"b": v.null()})), "b", True),
        (v.union(), "b", False),
        (v.object({"a": v.record(v.string(), v.null())}), "a.b", False),
    ],
)
def test_a_field_exists_if_some_value_can_have_it(
    validator: Validator, path: str, expected: bool
) -> None:
    assert can_contain_field(validator, path) is expected
