"""Validators of values without members: types, literals, ids, and anything at all.

Source: convex-backend crates/common/src/schemas/validator.rs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from types import NoneType
from typing import ClassVar, Final

from minivex.errors import IdDecodeError
from minivex.schema.validator import Tables, Validator, ValidatorJson, one_line
from minivex.values.ids import decode_id
from minivex.values.kinds import CommitTsPlaceholder, Int64, Value
from minivex.values.show import show
from minivex.values.value import values_equal
from minivex.values.wire import to_json

__all__ = ["AnyValidator", "IdValidator", "LiteralValidator", "TypeValidator"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TypeValidator(Validator):
    """Every value of one Convex type: null, number, bigint, boolean, string or bytes.

    A commit timestamp is a bigint; one that is not known yet passes for it.
    """

    name: str

    @property
    def kind(self) -> str:
        """Convex's name of the type; a number is a ``float64``."""
        return self.name

    def accepts(self, value: Value, tables: Tables | None = None) -> bool:
        """Whether the value is of that type."""
        del tables
        return type(value) in _TYPES[self.name]

    @property
    def types(self) -> tuple[type, ...]:
        """The Python types of values that match."""
        return _TYPES[self.name]

    def to_json(self) -> ValidatorJson:
        """Type name only; here float64 is ``number`` and int64 ``bigint``."""
        names = {"float64": "number", "int64": "bigint", "commit_ts": "commitTs"}
        return {"type": names.get(self.name, self.name)}

    def __str__(self) -> str:
        return "v.commitTs()" if self.name == "commit_ts" else f"v.{self.name}()"


_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "null": (NoneType,),
    "float64": (float, int),
    "int64": (Int64, CommitTsPlaceholder),
    "commit_ts": (Int64, CommitTsPlaceholder),
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

    def explain(self, value: Value, tables: Tables | None, path: str) -> str:
        """Name the table it is from, if it is an id at all."""
        found = _table_of(value, tables or {})
        if found is None:
            return self.no_match(value, path)
        from_where = "a system table" if found.startswith("_") else f"table `{found}`"
        return one_line(
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

    def explain(self, value: Value, tables: Tables | None, path: str) -> str:
        """Show both values."""
        del tables
        return one_line(f"`{show(value)}` does not match literal validator `{self}`.", path)

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
