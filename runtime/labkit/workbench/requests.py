"""HTTP requests as people type them, and responses as people read them."""

from __future__ import annotations

import json
from typing import Any, Final

from labkit.workbench.words import ArgumentsError, cut
from minivex import Response

__all__ = ["METHODS", "read_headers", "read_url", "response_json"]

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
_HIDDEN_BYTES: Final = 32


def read_url(text: str) -> str:
    """A path of the application, or a link of a stored file or an upload.

    Raises: ArgumentsError.
    """
    url = text.strip()
    if not url.startswith(("/", "https://")):
        raise ArgumentsError(
            "A path begins with a slash: /events. The link of a file begins with https://."
        )
    return url


def read_headers(text: str) -> dict[str, str]:
    """Headers from lines of text, ``name: value``.

    Raises: ArgumentsError, for the first line that is none.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip() or " " in name.strip():
            raise ArgumentsError(f"Line {number} of the headers is none. Write it as name: value.")
        found[name.strip()] = value.strip()
    return found


def response_json(response: Response) -> dict[str, Any]:
    """A response for the page: JSON is laid out, text is shown, bytes are counted."""
    content = response.content
    kind, text = _body(content)
    return {
        "status": response.status,
        "headers": [[name.lower(), str(value)] for name, value in sorted(response.headers.items())],
        "kind": kind,
        "body": cut(text),
        "bytes": len(content),
    }


def _body(content: bytes) -> tuple[str, str]:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        more = " …" if len(content) > _HIDDEN_BYTES else ""
        return "bytes", f"{content[:_HIDDEN_BYTES].hex(' ')}{more}"
    if text.lstrip().startswith(("{", "[")):
        try:
            return "json", json.dumps(json.loads(text), ensure_ascii=False, indent=2)
        except (ValueError, RecursionError):
            pass
    return "text", text
