"""The notation of the vectors: Convex JSON with a few shorthands, to Python values.

``evaluate`` turns input into what an engine is given. In expected answers a name may stand for
something not known yet (an id, a time); there it becomes a ``Placeholder``.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from minivex.values.value import UNDEFINED, Int64


@dataclass(frozen=True)
class Placeholder:
    """A form that only a scenario can fill in: ``$id``, ``$ct``, ``$time``, ``$cursor``, ..."""

    form: str
    content: Any


Resolve = Callable[[Placeholder], Any]

PLACES = frozenset({"$id", "$ct", "$time", "$cursor", "$arg", "$var"})


def evaluate(data: Any, resolve: Resolve) -> Any:
    """The Python value that ``data`` stands for; ``resolve`` fills in the placeholders."""
    if isinstance(data, list):
        return [evaluate(item, resolve) for item in data]
    if isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if not isinstance(data, dict):
        return data
    if len(data) == 1:
        ((form, content),) = data.items()
        if form in PLACES:
            return resolve(Placeholder(form, content))
        if form in SHORTHANDS:
            return SHORTHANDS[form](content, resolve)
    return {name: evaluate(member, resolve) for name, member in data.items()}


def _nested(content: Any, resolve: Resolve) -> Any:
    levels, innermost = content
    value = evaluate(innermost, resolve)
    for _ in range(levels):
        value = [value]
    return value


SHORTHANDS: dict[str, Callable[[Any, Resolve], Any]] = {
    "$undefined": lambda _, __: UNDEFINED,
    "$integer": lambda text, _: Int64(struct.unpack("<q", base64.b64decode(text))[0]),
    "$float": lambda text, _: struct.unpack("<d", base64.b64decode(text))[0],
    "$bytes": lambda text, _: base64.b64decode(text),
    "$bigint": lambda digits, _: Int64(int(digits)),
    "$repeat": lambda pair, resolve: [evaluate(pair[0], resolve) for _ in range(pair[1])],
    "$str": lambda pair, _: pair[0] * pair[1],
    "$nest": _nested,
    "$fields": lambda pair, resolve: {
        f"f{number}": evaluate(pair[1], resolve) for number in range(pair[0])
    },
}


def without_absent(value: Any) -> Any:
    """``value`` with the members that are ``UNDEFINED`` left out, as any client sends it."""
    if isinstance(value, list):
        return [without_absent(item) for item in value]
    if isinstance(value, dict):
        return {
            name: without_absent(member)
            for name, member in value.items()
            if member is not UNDEFINED
        }
    return value
