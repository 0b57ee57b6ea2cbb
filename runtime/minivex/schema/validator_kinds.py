"""The kinds of validators: what each accepts, and what it says to a value it refuses.

::

    v.object({"tags": v.array(v.string())})     ObjectValidator
                                                  tags: ArrayValidator
                                                          TypeValidator "string"

Every kind answers two questions. ``accepts`` is the fast one, asked of every value.
``_explain`` is asked about a refused value only: it walks down to the innermost part that
failed and words the one message that the backend would give. Declared fields come first, in
name order, then extra fields; a union of several members speaks for itself, not for them.

Invariant: validators are immutable. ``optional``, ``pick``, ``extend`` and the like make new
ones, so one validator may stand in many places.

Source: docs "Argument and Return Value Validation"; npm-packages/convex/src/values/validators.ts;
convex-backend crates/common/src/schemas/validator.rs.
Differs: no ``v.commitTs``.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from types import NoneType
from typing import ClassVar, Final, Self, TypeAlias

from minivex.errors import DefinitionError, IdDecodeError, ValidationError
from minivex.values.ids import decode_id
from minivex.values.kinds import Int64, Value
from minivex.values.show import show
from minivex.values.value import values_equal
from minivex.values.wire import to_json

__all__ = [
    "AnyValidator",
    "ArrayValidator",
    "IdValidator",
    "LiteralValidator",
    "ObjectValidator",
    "RecordValidator",
    "Tables",
    "TypeValidator",
    "UnionValidator",
    "Validator",
    "ValidatorJson",
]

Tables: TypeAlias = Mapping[str, int]
"""Table names and the numbers that their ids carry."""

ValidatorJson: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Validator(ABC):
    """Anything that ``v`` builds.

    ``is_optional`` matters only in an object's field, which may then be absent.
    """

    is_optional: bool = False

    @property
    @abstractmethod
    def kind(self) -> str:
        """Convex's name of the kind: ``"string"``, ``"object"``, ..."""

    @abstractmethod
    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether a frozen ``value`` matches. Without ``tables`` an id of any table does."""

    @abstractmethod
    def to_json(self) -> ValidatorJson:
        """The validator in the form that Convex's tools exchange."""

    @abstractmethod
    def __str__(self) -> str:
        """The call that builds it, as messages print it: ``v.array(v.string())``."""

    def __repr__(self) -> str:
        return str(self)

    def check(self, value: Value, *, tables: Tables | None = None, path: str = "") -> None:
        """Refuse a frozen ``value`` that does not match; ``path`` says where it stands.

        Cost: O(n) for n parts; wording a refusal walks down to the failing part once more.
        Raises: ValidationError, for the first part that does not match.
        """
        if not self.accepts(value, tables):
            raise ValidationError(self._explain(value, tables, path))

    def optional(self) -> Self:
        """The same validator, for a field that may be absent."""
        return replace(self, is_optional=True)

    def _explain(self, value: Value, tables: Tables | None, path: str) -> str:
        """The message about a value that is not accepted; by default the generic one."""
        del tables
        return _lines("Value does not match validator.", path, "Value", value, self)


def _lines(headline: str, path: str, noun: str, value: Value, validator: Validator) -> str:
    """The backend's four lines; the second is there, empty, at the top level."""
    where = f"Path: {path}" if path else ""
    return f"{headline}\n{where}\n{noun}: {show(value)}\nValidator: {validator}"


def _one_line(headline: str, path: str) -> str:
    """The backend's shorter form: it puts nothing between the full stop and the path."""
    return f"{headline}Path: {path}" if path else headline


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TypeValidator(Validator):
    """Every value of one Convex type: null, number, bigint, boolean, string or bytes."""

    name: str

    @property
    def kind(self) -> str:
        """Convex's name of the type; a number is a ``float64``."""
        return self.name

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether the value is of that type."""
        del tables
        return type(value) in _TYPES[self.name]

    def to_json(self) -> ValidatorJson:
        """Type name only; here float64 is ``number`` and int64 ``bigint``."""
        return {"type": {"float64": "number", "int64": "bigint"}.get(self.name, self.name)}

    def __str__(self) -> str:
        return f"v.{self.name}()"


_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "null": (NoneType,),
    "float64": (float, int),
    "int64": (Int64,),
    "boolean": (bool,),
    "string": (str,),
    "bytes": (bytes,),
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class AnyValidator(Validator):
    """Every value."""

    kind: ClassVar[str] = "any"

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Yes."""
        del value, tables
        return True

    def to_json(self) -> ValidatorJson:
        """Type name only."""
        return {"type": "any"}

    def __str__(self) -> str:
        return "v.any()"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class IdValidator(Validator):
    """A string that decodes to an id of one table. Whether the document exists is not asked."""

    table: str
    kind: ClassVar[str] = "id"

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether it is an id, and of that table."""
        if type(value) is not str:
            return False
        try:
            number, _ = decode_id(value)
        except IdDecodeError:
            return False
        return tables is None or tables.get(self.table) == number

    def _explain(self, value: Value, tables: Tables | None, path: str) -> str:
        found = _table_of(value, tables or {})
        if found is None:
            return Validator._explain(self, value, tables, path)  # noqa: SLF001 - super() and slots
        from_where = "a system table" if found.startswith("_") else f"table `{found}`"
        return _one_line(
            f"Found ID {show(value)} from {from_where}, which does not match the table name "
            f'in validator `v.id("{self.table}")`.',
            path,
        )

    def to_json(self) -> ValidatorJson:
        """Type and table name."""
        return {"type": "id", "tableName": self.table}

    def __str__(self) -> str:
        return f'v.id("{self.table}")'


def _table_of(value: Value, tables: Tables) -> str | None:
    """The table whose id ``value`` is, if it is an id of a table there is."""
    try:
        number, _ = decode_id(value) if isinstance(value, str) else (0, b"")
    except IdDecodeError:
        return None
    return next((name for name, of_table in tables.items() if of_table == number), None)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LiteralValidator(Validator):
    """Exactly one string, number, boolean or bigint."""

    value: str | float | bool | Int64
    kind: ClassVar[str] = "literal"

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether it is that value, by the order of values: 1 is 1.0, and not Int64(1)."""
        del tables
        return values_equal(value, self.value)

    def _explain(self, value: Value, tables: Tables | None, path: str) -> str:
        del tables
        return _one_line(f"`{show(value)}` does not match literal validator `{self}`.", path)

    def to_json(self) -> ValidatorJson:
        """Type and value, in Convex JSON."""
        return {"type": "literal", "value": to_json(self.value)}

    def __str__(self) -> str:
        return f"v.literal({self._value_text()})"

    def _value_text(self) -> str:
        """The value in JSON, or the name of its type where JSON has no form for it."""
        if isinstance(self.value, Int64):
            return "<bigint>"
        if isinstance(self.value, str):
            return json.dumps(self.value, ensure_ascii=False)
        return show(self.value) if isfinite(self.value) else "<number>"


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

    def _explain(self, value: Value, tables: Tables | None, path: str) -> str:
        if isinstance(value, list):
            for index, item in enumerate(value):
                if not self.element.accepts(item, tables):
                    return self.element._explain(item, tables, f"{path}[{index}]")  # noqa: SLF001
        return Validator._explain(self, value, tables, path)  # noqa: SLF001

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

    def _explain(self, value: Value, tables: Tables | None, path: str) -> str:
        if isinstance(value, dict):
            for name, member in value.items():
                if not self.keys.accepts(name, tables):
                    return self.keys._explain(name, tables, f"{path}.keys()")  # noqa: SLF001
                if not self.values.accepts(member, tables):
                    return self.values._explain(member, tables, f"{path}.values()")  # noqa: SLF001
        return Validator._explain(self, value, tables, path)  # noqa: SLF001

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

    def _explain(self, value: Value, tables: Tables | None, path: str) -> str:
        if len(self.members) == 1:
            return self.members[0]._explain(value, tables, path)  # noqa: SLF001
        return Validator._explain(self, value, tables, path)  # noqa: SLF001

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

    def __post_init__(self) -> None:
        """Note once which fields must be there."""
        required = frozenset(name for name, v in self.fields.items() if not v.is_optional)
        object.__setattr__(self, "_required", required)

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether it is an object with those fields and no others."""
        if type(value) is not dict or not self._required <= value.keys():
            return False
        fields = self.fields
        for name, member in value.items():
            declared = fields.get(name)
            if declared is None or not declared.accepts(member, tables):
                return False
        return True

    def _explain(self, value: Value, tables: Tables | None, path: str) -> str:
        if not isinstance(value, dict):
            return Validator._explain(self, value, tables, path)  # noqa: SLF001
        for name in sorted(self.fields):
            declared = self.fields[name]
            if name in value:
                if not declared.accepts(value[name], tables):
                    return declared._explain(value[name], tables, f"{path}.{name}")  # noqa: SLF001
            elif not declared.is_optional:
                headline = (
                    f"Object is missing the required field `{name}`. Consider wrapping the "
                    "field validator in `v.optional(...)` if this is expected."
                )
                return _lines(headline, path, "Object", value, self)
        extra = min(value.keys() - self.fields.keys())
        headline = f"Object contains extra field `{extra}` that is not in the validator."
        return _lines(headline, path, "Object", value, self)

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
        self._insist_on(names, "pick")
        return replace(self, fields={name: self.fields[name] for name in names})

    def omit(self, *names: str) -> Self:
        """All fields but the named ones.

        Differs: a name that is not there is an error, since in Python no type checker sees it.
        Raises: DefinitionError, if there is no such field.
        """
        self._insist_on(names, "omit")
        kept = {name: validator for name, validator in self.fields.items() if name not in names}
        return replace(self, fields=kept)

    def extend(self, fields: Mapping[str, Validator]) -> Self:
        """These fields and more; a field of the same name is replaced."""
        return replace(self, fields={**self.fields, **fields})

    def partial(self) -> Self:
        """The same fields, each of them optional."""
        optional = {name: validator.optional() for name, validator in self.fields.items()}
        return replace(self, fields=optional)

    def _insist_on(self, names: tuple[str, ...], method: str) -> None:
        for name in names:
            if name not in self.fields:
                raise DefinitionError(
                    f"v.object().{method}({name!r}): there is no such field. "
                    f"Fields: {', '.join(self.fields) or 'none'}."
                )
