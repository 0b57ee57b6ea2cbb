"""Validators of values with members: array, record, union, object.

Each hands its members to other validators, and adds its part of the path to what they say:
``.field``, ``[index]``, ``.keys()`` or ``.values()``.

Source: convex-backend crates/common/src/schemas/validator.rs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from minivex.errors import DefinitionError
from minivex.schema.scalar_validators import TypeValidator
from minivex.schema.validator import Tables, Validator, ValidatorJson, expect_validator, lines
from minivex.values.kinds import Value

__all__ = ["ArrayValidator", "ObjectValidator", "RecordValidator", "UnionValidator"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ArrayValidator(Validator):
    """An array whose every element matches."""

    element: Validator
    kind: ClassVar[str] = "array"

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether it is an array of such elements."""
        if type(value) is not list:
            return False
        accepts = self.element.accepts
        return all([accepts(item, tables) for item in value])  # noqa: C419 - faster

    def explain(self, value: Value, tables: Tables | None, path: str) -> str:
        """Speak for the first element that fails."""
        if not isinstance(value, list):
            return self.no_match(value, path)
        refused = (at for at, item in enumerate(value) if not self.element.accepts(item, tables))
        index = next(refused)
        return self.element.explain(value[index], tables, f"{path}[{index}]")

    def to_json(self) -> ValidatorJson:
        """Type and element."""
        return {"type": "array", "value": self.element.to_json()}

    def __str__(self) -> str:
        return f"v.array({self.element})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class RecordValidator(Validator):
    """An object with any field names that match ``keys``, and members that match ``values``."""

    keys: Validator
    values: Validator
    kind: ClassVar[str] = "record"

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether it is an object whose every name and member match."""
        if type(value) is not dict:
            return False
        keys, values = self.keys.accepts, self.values.accepts
        return all(keys(name, tables) and values(value[name], tables) for name in value)

    def explain(self, value: Value, tables: Tables | None, path: str) -> str:
        """Speak for the first name or member that fails."""
        if not isinstance(value, dict):
            return self.no_match(value, path)
        accepts, members = self.accepts, value.items()
        name, member = next((k, x) for k, x in members if not accepts({k: x}, tables))
        if not self.keys.accepts(name, tables):
            return self.keys.explain(name, tables, f"{path}.keys()")
        return self.values.explain(member, tables, f"{path}.values()")

    def to_json(self) -> ValidatorJson:
        """Type, keys and values; values are never optional."""
        values = {"fieldType": self.values.to_json(), "optional": False}
        return {"type": "record", "keys": self.keys.to_json(), "values": values}

    def __str__(self) -> str:
        return f"v.record({self.keys}, {self.values})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnionValidator(Validator):
    """Any value that one of the members accepts. Without members it accepts nothing."""

    members: tuple[Validator, ...]
    kind: ClassVar[str] = "union"

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether some member does."""
        for member in self.members:  # noqa: SIM110 - a generator here costs twice the time
            if member.accepts(value, tables):
                return True
        return False

    def explain(self, value: Value, tables: Tables | None, path: str) -> str:
        """Speak for a single member; several are not told apart."""
        if len(self.members) == 1:
            return self.members[0].explain(value, tables, path)
        return self.no_match(value, path)

    def to_json(self) -> ValidatorJson:
        """Type and members, in the order they were given."""
        return {"type": "union", "value": [member.to_json() for member in self.members]}

    def __str__(self) -> str:
        return f"v.union({', '.join(map(str, self.members))})"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ObjectValidator(Validator):
    """An object with exactly the declared fields; optional ones may be absent."""

    fields: Mapping[str, Validator]
    kind: ClassVar[str] = "object"
    _required: frozenset[str] = field(init=False)
    _has_optional: bool = field(init=False)
    _types: Mapping[str, tuple[type, ...]] = field(init=False)

    def __post_init__(self) -> None:
        """Note once which fields must be there, and which are known by their type alone."""
        required = frozenset(name for name, v in self.fields.items() if not v.is_optional)
        types = {name: v.types for name, v in self.fields.items() if isinstance(v, TypeValidator)}
        object.__setattr__(self, "_required", required)
        object.__setattr__(self, "_has_optional", len(required) < len(self.fields))
        object.__setattr__(self, "_types", types)

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether it is an object with those fields and no others."""
        if type(value) is not dict:
            return False
        fields, types = self.fields, self._types
        if self._has_optional:
            if not self._required <= value.keys():
                return False
        elif len(value) != len(fields):  # as many, and each of them is declared: they are all here
            return False
        for name, member in value.items():
            if type(member) in types.get(name, ()):
                continue
            declared = fields.get(name)
            if declared is None or not declared.accepts(member, tables):
                return False
        return True

    def explain(self, value: Value, tables: Tables | None, path: str) -> str:
        """Speak for the first declared field that fails, then for the first extra one."""
        if not isinstance(value, dict):
            return self.no_match(value, path)
        for name in sorted(self.fields):
            declared = self.fields[name]
            if name in value:
                if not declared.accepts(value[name], tables):
                    return declared.explain(value[name], tables, f"{path}.{name}")
            elif not declared.is_optional:
                headline = (
                    f"Object is missing the required field `{name}`. Consider wrapping the "
                    "field validator in `v.optional(...)` if this is expected."
                )
                return lines(headline, path, "Object", value, self)
        extra = min(value.keys() - self.fields.keys())
        headline = f"Object contains extra field `{extra}` that is not in the validator."
        return lines(headline, path, "Object", value, self)

    def to_json(self) -> ValidatorJson:
        """Type and fields, each with its validator and whether it is optional."""
        fields = {
            name: {"fieldType": validator.to_json(), "optional": validator.is_optional}
            for name, validator in self.fields.items()
        }
        return {"type": "object", "value": fields}

    def __str__(self) -> str:
        fields = [
            f"{name}: v.optional({validator})" if validator.is_optional else f"{name}: {validator}"
            for name, validator in sorted(self.fields.items())
        ]
        return f"v.object({{{', '.join(fields)}}})"

    def pick(self, *names: str) -> Self:
        """Only the named fields.

        Raises: DefinitionError, if there is no such field.
        """
        for name in names:
            if name not in self.fields:
                raise DefinitionError(
                    f"v.object().pick({name!r}): there is no such field. "
                    f"Fields: {', '.join(self.fields) or 'none'}."
                )
        return replace(self, fields={name: self.fields[name] for name in names})

    def omit(self, *names: str) -> Self:
        """All fields but the named ones. A name that is no field changes nothing."""
        kept = {name: validator for name, validator in self.fields.items() if name not in names}
        return replace(self, fields=kept)

    def extend(self, fields: Mapping[str, Validator]) -> Self:
        """These fields and more; a field of the same name is replaced.

        Raises: DefinitionError, if a field has no validator.
        """
        for name, validator in fields.items():
            expect_validator(validator, "v.object().extend()", f'field "{name}"')
        return replace(self, fields={**self.fields, **fields})

    def partial(self) -> Self:
        """The same fields, each of them optional."""
        optional = {name: validator.optional() for name, validator in self.fields.items()}
        return replace(self, fields=optional)
