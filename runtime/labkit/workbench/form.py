"""The arguments of a function as a form: a field for each, and what is wrong with what stands in it.

```
 {"body": v.string(), "limit": v.optional(v.number())}  ──▶  body   string
                                                             limit  number, may be left out
```
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from minivex import Value
from minivex.errors import ValidationError
from minivex.schema.container_validators import ObjectValidator, UnionValidator
from minivex.schema.scalar_validators import IdValidator, LiteralValidator, TypeValidator
from minivex.schema.validator import Validator
from minivex.values.wire import to_json

__all__ = ["fields_of", "problems_of"]

_INPUTS: Final = {"string": "text", "float64": "number", "int64": "bigint", "boolean": "choice"}


def fields_of(args: Validator | None, offered: str) -> list[dict[str, Any]] | None:
    """The fields of a form, with what the JSON text ``offered`` has for them; None if any object would do."""
    if not isinstance(args, ObjectValidator):
        return None
    values = json.loads(offered)
    return [
        {
            "name": name,
            "input": _input(field),
            "choices": _choices(field),
            "validator": str(field),
            "optional": field.is_optional,
            "value": _value(field, values.get(name)),
        }
        for name, field in args.fields.items()
    ]


def _input(field: Validator) -> str:
    """What takes the value: a line of text, a number, a list to choose from, or JSON."""
    if _choices(field):
        return "choice"
    match field:
        case TypeValidator():
            return _INPUTS.get(field.name, "json")
        case IdValidator():
            return "text"
        case _:
            return "json"


def _choices(field: Validator) -> list[str]:
    """The values there are, as JSON, where they can be counted."""
    match field:
        case TypeValidator(name="boolean"):
            return ["true", "false"]
        case LiteralValidator() if isinstance(field.value, str | bool | int | float):
            return [json.dumps(field.value, ensure_ascii=False)]
        case UnionValidator(members=members) if members:
            found = [_choices(member) for member in members]
            return [one for some in found for one in some] if all(found) else []
        case TypeValidator(name="null"):
            return ["null"]
        case _:
            return []


def _value(field: Validator, value: Any) -> str:
    if value is None and field.is_optional:
        return ""
    match _input(field):
        case "text":
            return str(value)
        case "bigint":
            return "0"
        case _:
            return json.dumps(to_json(value), ensure_ascii=False)


def problems_of(
    args: Validator | None, values: dict[str, Value], tables: Mapping[str, int]
) -> dict[str, str]:
    """What the validator has against each field, in the engine's words; of all fields, not of the first alone."""
    if not isinstance(args, ObjectValidator):
        return {}
    found = {}
    for name, field in args.fields.items():
        alone = {name: values[name]} if name in values else {}
        try:
            ObjectValidator({name: field}).check(alone, tables=tables)
        except ValidationError as error:
            found[name] = error.body
    return found
