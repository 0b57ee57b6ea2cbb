"""Validators from the JSON that Convex's tools exchange; ``to_json`` is the way there.

::

    {"type": "array", "value": {"type": "string"}}  ->  v.array(v.string())

Source: convex-backend crates/common/src/schemas/json.rs;
npm-packages/convex/src/values/validators.ts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from minivex.errors import WireFormatError
from minivex.schema.validators import Validator, v
from minivex.values.kinds import Int64
from minivex.values.wire import from_json

__all__ = ["validator_from_json"]

_PLAIN: Final = {
    "any": v.any(),
    "null": v.null(),
    "number": v.number(),
    "bigint": v.int64(),
    "commitTs": v.commit_ts(),
    "boolean": v.boolean(),
    "string": v.string(),
    "bytes": v.bytes(),
}


def validator_from_json(data: Mapping[str, Any]) -> Validator:
    """The validator that ``data`` describes.

    Raises: WireFormatError, for a type there is none of; DefinitionError, as ``v`` does.
    """
    match data:
        case {"type": str(name)} if name in _PLAIN:
            return _PLAIN[name]
        case {"type": "id", "tableName": table}:
            return v.id(table)
        case {"type": "literal", "value": value}:
            # v.literal itself refuses what is no literal.
            return v.literal(cast("str | float | Int64", from_json(value)))
        case {"type": "array", "value": element}:
            return v.array(validator_from_json(element))
        case {"type": "union", "value": members}:
            return v.union(*map(validator_from_json, members))
        case {"type": "record", "keys": keys, "values": values}:
            return v.record(validator_from_json(keys), _field(values))
        case {"type": "object", "value": fields}:
            return v.object({name: _field(field) for name, field in fields.items()})
        case _:
            raise WireFormatError(f"{data!r} describes no validator. Compare its type and members.")


def _field(data: Mapping[str, Any]) -> Validator:
    validator = validator_from_json(data["fieldType"])
    return validator.optional() if data["optional"] else validator
