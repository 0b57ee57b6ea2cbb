"""What every validator can do.

A validator answers two questions. ``accepts`` is the fast one, asked of every value.
``explain`` is asked about a refused value only: it walks down to the innermost part that
failed and words the one message that the backend would give.

Invariant: validators are immutable. ``optional``, ``pick``, ``extend`` and the like make new
ones, so one validator may stand in many places.

Source: docs "Argument and Return Value Validation"; npm-packages/convex/src/values/validators.ts;
convex-backend crates/common/src/schemas/validator.rs.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MethodType
from typing import NoReturn, Self, TypeAlias, TypeVar

from minivex.errors import DefinitionError, ValidationError
from minivex.values.kinds import UNDEFINED, Value
from minivex.values.show import show

__all__ = ["Tables", "Validator", "ValidatorJson", "expect_validator", "lines", "one_line"]

_AnyKind = TypeVar("_AnyKind", bound="Validator")

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
            raise ValidationError(self.explain(value, tables, path))

    def optional(self) -> Self:
        """The same validator, for a field that may be absent."""
        return replace(self, is_optional=True)

    def explain(self, value: Value, tables: Tables | None, path: str) -> str:
        """What is wrong with a ``value`` that is not accepted."""
        del tables
        return self.no_match(value, path)

    def no_match(self, value: Value, path: str) -> str:
        """The message without a reason."""
        return lines("Value does not match validator.", path, "Value", value, self)


def lines(headline: str, path: str, noun: str, value: Value, validator: Validator) -> str:
    """The backend's four lines; the second is there, and empty, at the top level."""
    where = f"Path: {path}" if path else ""
    return f"{headline}\n{where}\n{noun}: {show(value)}\nValidator: {validator}"


def one_line(headline: str, path: str) -> str:
    """The backend's shorter form: it puts nothing between the full stop and the path."""
    return f"{headline}Path: {path}" if path else headline


def expect_validator(given: _AnyKind, where: str, place: str) -> _AnyKind:
    """``given``, if it is a validator; ``where`` and ``place`` say what wanted one.

    Raises: DefinitionError, with a guess at what was meant.
    """
    if not isinstance(given, Validator):
        _refuse(given, where, place)
    return given


def _refuse(given: object, where: str, place: str) -> NoReturn:
    if given is None or given is UNDEFINED:
        raise DefinitionError(
            f"A validator is missing for {place} in {where}. Look for a name that is not set "
            "yet, for instance by a circular import. See "
            "https://docs.convex.dev/error#undefined-validator for details."
        )
    found = repr(given)
    if isinstance(given, MethodType):
        found = f"v.{given.__name__} without parentheses"
        advice = f"Call it: v.{given.__name__}(...)."
    elif isinstance(given, dict):
        advice = "Wrap it: v.object({...})."
    else:
        advice = "Build one with v, for instance v.string()."
    raise DefinitionError(f"{where} entries must be validators: {place} is {found}. {advice}")
