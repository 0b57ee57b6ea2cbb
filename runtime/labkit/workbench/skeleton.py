"""Arguments to begin with, made from the validators of a function.

```
 {"channel": v.id("channels"), "body": v.string()}  ──▶  {"channel": "k57…", "body": ""}
```

An id is that of the newest document, so that what is offered can be run as it is.
"""

import json
from collections.abc import Callable
from typing import Any

from minivex.schema.container_validators import (
    ArrayValidator,
    ObjectValidator,
    RecordValidator,
    UnionValidator,
)
from minivex.schema.scalar_validators import IdValidator, LiteralValidator, TypeValidator
from minivex.schema.validator import Validator
from minivex.values.wire import to_json

__all__ = ["NewestId", "skeleton"]

NewestId = Callable[[str], str | None]

_FIRST = {
    "string": "",
    "float64": 0,
    "boolean": False,
    "int64": {"$integer": "AAAAAAAAAAA="},
    "commit_ts": {"$integer": "AAAAAAAAAAA="},
    "bytes": {"$bytes": ""},
    "null": None,
}


def skeleton(args: Validator | None, newest_id: NewestId) -> str:
    """JSON text of arguments that fit; what may be left out is left out."""
    found = {} if args is None else _first(args, newest_id) or {}
    return json.dumps(found, ensure_ascii=False, indent=1)


def _first(validator: Validator, newest_id: NewestId) -> Any:
    match validator:
        case TypeValidator():
            return _FIRST[validator.name]
        case IdValidator():
            return newest_id(validator.table) or ""
        case LiteralValidator():
            return to_json(validator.value)
        case ArrayValidator() | RecordValidator():
            return [] if isinstance(validator, ArrayValidator) else {}
        case UnionValidator(members=(first, *_)):
            return _first(first, newest_id)
        case ObjectValidator():
            return {
                name: _first(field, newest_id)
                for name, field in validator.fields.items()
                if not field.is_optional
            }
        case _:
            return None
