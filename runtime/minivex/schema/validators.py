"""``v``: the builder of validators.

::

    v.object(
        {
            "body": v.string(),
            "likes": v.optional(v.number()),
            "author": v.union(v.id("users"), v.null()),
        }
    )

Source: docs "Argument and Return Value Validation"; npm-packages/convex/src/values/validator.ts.
Differs: a definition that cannot be is worded for Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from minivex.errors import DefinitionError
from minivex.schema.container_validators import (
    ArrayValidator,
    ObjectValidator,
    RecordValidator,
    UnionValidator,
)
from minivex.schema.scalar_validators import (
    AnyValidator,
    IdValidator,
    LiteralValidator,
    TypeValidator,
)
from minivex.schema.validator import Tables, Validator, ValidatorJson, expect_validator
from minivex.values.kinds import Int64
from minivex.values.value import freeze

__all__ = [
    "AnyValidator",
    "ArrayValidator",
    "Builder",
    "IdValidator",
    "LiteralValidator",
    "ObjectValidator",
    "RecordValidator",
    "Tables",
    "TypeValidator",
    "UnionValidator",
    "Validator",
    "ValidatorJson",
    "as_object_validator",
    "v",
]

_AnyKind = TypeVar("_AnyKind", bound=Validator)


class Builder:
    """One method per kind of validator. There is one builder, ``v``.

    Raises: DefinitionError, from every method that is given something it cannot use.
    """

    def id(self, table: str) -> IdValidator:
        """An id of ``table``. Whether the document exists is not checked.

        Raises: DefinitionError, if ``table`` is not the name of a table.
        """
        if not isinstance(table, str):
            raise DefinitionError(
                f"v.id(table) requires the name of a table as text, and got {table!r}. "
                'Write v.id("users").'
            )
        return IdValidator(table)

    def null(self) -> TypeValidator:
        """``None``."""
        return TypeValidator("null")

    def number(self) -> TypeValidator:
        """A Float64: ``float``, or an ``int`` that is no ``Int64``."""
        return TypeValidator("float64")

    def float64(self) -> TypeValidator:
        """Another name of ``number``."""
        return TypeValidator("float64")

    def int64(self) -> TypeValidator:
        """An ``Int64``."""
        return TypeValidator("int64")

    def bigint(self) -> TypeValidator:
        """Another name of ``int64``."""
        return TypeValidator("int64")

    def commit_ts(self) -> TypeValidator:
        """An ``Int64`` that a commit put there, or ``ctx.db.vars.commit_ts`` before it does."""
        return TypeValidator("commit_ts")

    def boolean(self) -> TypeValidator:
        """``True`` or ``False``."""
        return TypeValidator("boolean")

    def string(self) -> TypeValidator:
        """Text."""
        return TypeValidator("string")

    def bytes(self) -> TypeValidator:
        """``bytes``."""
        return TypeValidator("bytes")

    def any(self) -> AnyValidator:
        """Every Convex value."""
        return AnyValidator()

    def literal(self, value: str | float | Int64) -> LiteralValidator:
        """Exactly ``value``.

        Raises: DefinitionError, if ``value`` is of a type that has no literals.
        """
        if not isinstance(value, str | bool | int | float | Int64):
            raise DefinitionError(
                f"v.literal(value) must be a string, number, or boolean, and got {value!r}. "
                "Use v.null() for None, and v.object or v.array for containers."
            )
        freeze(value, path="v.literal")
        return LiteralValidator(value)

    def array(self, element: Validator) -> ArrayValidator:
        """A list whose elements all match ``element``."""
        return ArrayValidator(expect_validator(element, "v.array()", "the element"))

    def object(self, fields: Mapping[str, Validator]) -> ObjectValidator:
        """A dict with these fields and no others."""
        return _object(fields, "v.object()")

    def record(self, keys: Validator, values: Validator) -> RecordValidator:
        """A dict with any keys that match ``keys``, and members that match ``values``.

        Raises: DefinitionError, if ``keys`` or ``values`` cannot be those of a record.
        """
        expect_validator(keys, "v.record()", "the key")
        expect_validator(values, "v.record()", "the value")
        if keys.is_optional:
            raise DefinitionError("Record validator cannot have optional keys")
        if values.is_optional:
            raise DefinitionError("Record validator cannot have optional values")
        return RecordValidator(keys, values)

    def union(self, *members: Validator) -> UnionValidator:
        """Any value that one of ``members`` accepts."""
        return UnionValidator(
            tuple(
                expect_validator(member, "v.union()", f"the member at index {index}")
                for index, member in enumerate(members)
            )
        )

    def optional(self, validator: _AnyKind) -> _AnyKind:
        """A field that may be absent. Only an object's field can be."""
        return expect_validator(validator, "v.optional()", "the argument").optional()

    def nullable(self, validator: Validator) -> UnionValidator:
        """``validator``, or ``None``."""
        return self.union(expect_validator(validator, "v.nullable()", "the argument"), self.null())


v: Final = Builder()


def as_object_validator(fields: object, *, where: str) -> Validator:
    """A validator as it is, or the object that a mapping of fields stands for.

    ``where`` names the place in the message: ``"define_table()"``, ``"args"``.
    Raises: DefinitionError, if it is neither, or a field has no validator.
    """
    return fields if isinstance(fields, Validator) else _object(fields, where)


def _object(fields: object, where: str) -> ObjectValidator:
    if not isinstance(fields, Mapping):
        raise DefinitionError(
            f"{where} takes a dict of field names and validators, and got {fields!r}. "
            'Write {"name": v.string()}.'
        )
    for name, validator in fields.items():
        if not isinstance(name, str):
            raise DefinitionError(f"{where}: field name {name!r} is not text. Use a str.")
        expect_validator(validator, where, f'field "{name}"')
    return ObjectValidator(dict(fields))
