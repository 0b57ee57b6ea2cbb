"""What all validators share: immutability, the generic message, and what is no validator."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from minivex.errors import DefinitionError
from minivex.schema.validator import expect_validator
from minivex.schema.validators import v
from minivex.values.kinds import UNDEFINED
from tests.engine.schema.refusals import refusal


def test_an_optional_validator_is_another_one() -> None:
    required = v.string()
    optional = required.optional()
    assert (required.is_optional, optional.is_optional) == (False, True)
    assert optional.optional().is_optional
    assert optional.to_json() == required.to_json()
    with pytest.raises(dataclasses.FrozenInstanceError):
        required.is_optional = True  # type: ignore[misc]


def test_a_validator_prints_as_the_call_that_builds_it() -> None:
    assert repr(v.array(v.number())) == str(v.array(v.number())) == "v.array(v.float64())"


def test_the_generic_message_has_a_path_line_even_at_the_top() -> None:
    assert refusal(v.string(), 1) == (
        "Value does not match validator.\n\nValue: 1.0\nValidator: v.string()"
    )
    assert refusal(v.string(), 1, path=".a[0]") == (
        "Value does not match validator.\nPath: .a[0]\nValue: 1.0\nValidator: v.string()"
    )


@pytest.mark.parametrize(
    ("given", "guess"),
    [
        (None, 'A validator is missing for field "a" in v.object(). Look for a name'),
        (UNDEFINED, 'A validator is missing for field "a"'),
        (v.string, 'field "a" is v.string without parentheses. Call it: v.string(...).'),
        ({"b": v.string()}, "Wrap it: v.object({...})."),
        (5, 'v.object() entries must be validators: field "a" is 5. Build one with v'),
    ],
    ids=str,
)
def test_what_is_no_validator_gets_a_guess(given: Any, guess: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        expect_validator(given, "v.object()", 'field "a"')
    assert guess in refused.value.message
