"""Names of fields, tables and indexes."""

from __future__ import annotations

import pytest

from minivex.values.names import field_name_problem, identifier_problem


@pytest.mark.parametrize("name", ["a", "a b", "_x", "0", "~", "a$", "a" * 1024])
def test_a_field_may_be_named(name: str) -> None:
    assert field_name_problem(name) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("$a", "Field name $a starts with a '$', which is reserved."),
        ("é", "invalid character 'é': Field names can only contain non-control ASCII"),
        ("tab\t", "invalid character '\t'"),
        ("\x7f", "invalid character '\x7f'"),
        ("", "Field name  has invalid character ''"),
        ("a" * 1025, "is too long (1025 characters > maximum 1024)"),
    ],
)
def test_a_field_may_not_be_named(name: str, problem: str) -> None:
    assert problem in (field_name_problem(name) or "")


@pytest.mark.parametrize("name", ["a", "Users_2", "_a", "a" * 64])
def test_an_identifier_may_be(name: str) -> None:
    assert identifier_problem(name) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "Identifier cannot be empty"),
        ("a" * 65, "Identifier is too long (65 > maximum 64)"),
        (
            "2a",
            "Invalid first character '2' in 2a: Identifiers must start with an alphabetic character or underscore",
        ),
        ("éa", "Invalid first character 'é' in éa"),
        (
            "a-b",
            "Identifier a-b has invalid character '-': Identifiers can only contain alphanumeric characters or underscores",
        ),
        ("aé", "Identifier aé has invalid character 'é'"),
        ("__", "Identifier __ cannot have exclusively underscores"),
    ],
)
def test_an_identifier_may_not_be(name: str, problem: str) -> None:
    assert problem in (identifier_problem(name) or "")
