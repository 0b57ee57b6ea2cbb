"""What stands before the words of a validator tells where the value came from."""

from __future__ import annotations

from minivex.errors import (
    ArgumentValidationError,
    ReturnsValidationError,
    SchemaPushError,
    SchemaValidationError,
)


def test_validation_errors_differ_in_what_stands_before_the_body() -> None:
    assert str(ArgumentValidationError("body")) == "ArgumentValidationError: body"
    assert str(ReturnsValidationError("body")) == "ReturnsValidationError: body"
    assert ArgumentValidationError("body").body == "body"
    assert SchemaValidationError("t", "body").body == "body"


def test_a_push_names_the_document_that_does_not_match() -> None:
    error = SchemaPushError('Document with ID "k17"', "t", "k17", "body")
    assert (error.table, error.id, error.body) == ("t", "k17", "body")
    assert (
        str(error)
        == (error.message)
        == 'Document with ID "k17" in table "t" does not match the schema: body'
    )
