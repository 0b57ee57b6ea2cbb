"""The function itself says no, and tells its caller why with a value."""

from __future__ import annotations

import json
from typing import ClassVar

__all__ = [
    "ConvexError",
    "InvalidCursorError",
]


class ConvexError(Exception):
    """Raised by a function to tell its caller something, with a Convex value as ``data``.

    Unlike other errors, its ``data`` reaches the caller in production too. ``message`` is the
    data as text: a string as it is, anything else as JSON.

    >>> ConvexError({"code": 404.0}).message
    '{"code":404}'

    Source: docs "Application Errors"; npm-packages/convex/src/values/errors.ts.
    """

    code: ClassVar[str] = "ConvexError"
    retryable: ClassVar[bool] = False
    cure: ClassVar[str] = "The function refused on purpose: read error.data."

    def __init__(self, data: object) -> None:
        super().__init__(data)
        self.data = data
        self.message = data if isinstance(data, str) else _json_text(data)

    def __str__(self) -> str:
        return self.message


def _json_text(data: object) -> str:
    match data:
        case None:
            return "null"
        case bool():
            return "true" if data else "false"
        case float() if data.is_integer():
            return str(int(data))
        case str():
            return json.dumps(data, ensure_ascii=False)
        case list():
            return f"[{','.join(map(_json_text, data))}]"
        case dict():
            members = [f"{_json_text(name)}:{_json_text(value)}" for name, value in data.items()]
            return f"{{{','.join(members)}}}"
        case _:
            return repr(data)


class InvalidCursorError(ConvexError):
    """A cursor that no page of this query has returned; Convex's clients begin anew on it.

    Source: docs "Paginated Queries"; convex-backend crates/database/src/query/mod.rs.
    """

    code = "InvalidCursor"
    cure = "Pass continueCursor on to the same query, or None to begin at the first page."

    def __init__(self, message: str) -> None:
        super().__init__({"isConvexSystemError": True, "paginationError": "InvalidCursor"})
        self.args = (message,)
        self.message = message
