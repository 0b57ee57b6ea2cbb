"""What Convex refuses when a schema or a function is pushed.

``v`` builds some validators that no deployment takes, since only the push looks at the whole:
field names that are no identifiers, literals that JSON cannot hold, records with odd keys.

Source: convex-backend crates/common/src/schemas/json.rs, crates/common/src/schemas/mod.rs and
crates/model/src/modules/function_validators.rs.
"""

from __future__ import annotations

from math import isfinite

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
from minivex.schema.validator import Validator
from minivex.values.names import identifier_problem

__all__ = [
    "can_contain_field",
    "check_args_validator",
    "check_document_validator",
    "check_pushable",
]


def check_args_validator(validator: Validator) -> None:
    """Refuse ``args`` that no function can have.

    Raises: DefinitionError, naming the rule.
    """
    if not isinstance(validator, ObjectValidator | AnyValidator):
        raise DefinitionError("Args validator must be an object or any")
    check_pushable(validator)


def check_document_validator(validator: Validator) -> None:
    """Refuse a table's validator whose documents would be no objects.

    Raises: DefinitionError, naming the rule.
    """
    members = validator.members if isinstance(validator, UnionValidator) else (validator,)
    is_union_of_objects = all(isinstance(member, ObjectValidator) for member in members)
    if not (is_union_of_objects or isinstance(validator, AnyValidator)):
        raise DefinitionError(
            "The document validator in a schema must be an object, a union of objects, or "
            f"`v.any()`. Found {validator}. To learn more, see the schema documentation at "
            "https://docs.convex.dev/database/schemas."
        )
    check_pushable(validator)


def check_pushable(validator: Validator) -> None:
    """Refuse a validator that a push would refuse, at whatever depth.

    Raises: DefinitionError, naming the rule.
    """
    match validator:
        case LiteralValidator(value=float() as number) if not isfinite(number):
            raise DefinitionError("Infinite or NaN values are not supported in literal validators.")
        case ArrayValidator(element=element):
            check_pushable(element)
        case UnionValidator(members=members):
            for member in members:
                check_pushable(member)
        case RecordValidator(keys=keys, values=values):
            _check_record_keys(keys)
            check_pushable(keys)
            check_pushable(values)
        case ObjectValidator(fields=fields):
            for name, member in fields.items():
                if problem := identifier_problem(name):
                    raise DefinitionError(problem)
                check_pushable(member)
        case _:
            pass


def _check_record_keys(keys: Validator) -> None:
    if not _is_string_subtype(keys):
        raise DefinitionError(
            "Records can only have string keys. Your validator contains a record with key "
            f"typed as `{keys}`, which is not a subtype of `v.string()`"
        )
    if _has_string_literal(keys):
        raise DefinitionError("Records cannot have string literal keys")


def _is_string_subtype(validator: Validator) -> bool:
    match validator:
        case UnionValidator(members=members):
            return all(map(_is_string_subtype, members))
        case LiteralValidator(value=value):
            return isinstance(value, str)
        case TypeValidator(name=name):
            return name == "string"
        case _:
            return isinstance(validator, IdValidator)


def _has_string_literal(validator: Validator) -> bool:
    if isinstance(validator, UnionValidator):
        return any(map(_has_string_literal, validator.members))
    return isinstance(validator, LiteralValidator)


def can_contain_field(validator: Validator, path: str) -> bool:
    """Whether some value that ``validator`` accepts can have something at the field ``path``.

    >>> from minivex.schema.validators import v
    >>> can_contain_field(v.object({"a": v.object({"b": v.string()})}), "a.b")
    True
    """
    if not path or isinstance(validator, AnyValidator):
        return True
    if isinstance(validator, UnionValidator):
        return any(can_contain_field(member, path) for member in validator.members)
    name, _, rest = path.partition(".")
    if isinstance(validator, ObjectValidator) and name in validator.fields:
        return can_contain_field(validator.fields[name], rest)
    return False
