"""A value does not match its validator: arguments, results, documents, and those a push meets."""

from __future__ import annotations

from typing import ClassVar

from minivex.errors.base import DeveloperError

__all__ = [
    "ArgumentValidationError",
    "ReturnsValidationError",
    "SchemaPushError",
    "SchemaValidationError",
    "ValidationError",
]


class ValidationError(DeveloperError):
    """A value does not match its validator; ``body`` is the part without a prefix.

    Source: convex-backend crates/common/src/schemas/validator.rs.
    """

    code = "Validation"
    cure = "Change the value at the path shown, or the validator that it failed."
    prefix: ClassVar[str] = ""

    def __init__(self, body: str) -> None:
        super().__init__(self.prefix + body)
        self.body = body


class ArgumentValidationError(ValidationError):
    """The arguments of a call do not match ``args``. The handler did not run."""

    code = "ArgumentValidation"
    prefix = "ArgumentValidationError: "


class ReturnsValidationError(ValidationError):
    """The handler returned something that ``returns`` refuses. A mutation is rolled back."""

    code = "ReturnsValidation"
    prefix = "ReturnsValidationError: "


class SchemaValidationError(ValidationError):
    """A document that a write would leave behind does not match its table's validator."""

    code = "SchemaValidation"

    def __init__(self, table: str, body: str) -> None:
        super().__init__(body)
        self.table = table
        self.message = (
            f'Failed to insert or update a document in table "{table}" '
            f"because it does not match the schema: {body}"
        )
        self.args = (self.message,)


class SchemaPushError(ValidationError):
    """A schema was pushed over a document that does not match it. Nothing has changed.

    Source: docs "Schemas"; convex-backend crates/common/src/schemas/mod.rs.
    """

    code = "SchemaPush"
    cure = "Allow what is there (optional, union), push, change the documents, then narrow again."

    def __init__(self, subject: str, table: str, id: str, body: str) -> None:
        super().__init__(body)
        self.table = table
        self.id = id
        self.message = f'{subject} in table "{table}" does not match the schema: {body}'
        self.args = (self.message,)
