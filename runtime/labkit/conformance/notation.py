"""The notation of the scenarios: Convex JSON with a few shorthands, to Python values.

``evaluate`` turns input into what an engine is given. In expected answers a name may stand for
something not known yet (an id, a time); there it becomes a ``Placeholder``.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from minivex.values.value import UNDEFINED, Int64

__all__ = ["PLACES", "SHORTHANDS", "Placeholder", "ScenarioError", "evaluate", "without_absent"]

ELEMENTS_MAX: Final = 1_000_000
"""Far above every limit of the engine; a scenario that asks for more is a mistake."""
CHARACTERS_MAX: Final = 64_000_000
LEVELS_MAX: Final = 10_000


class ScenarioError(Exception):
    """The scenario itself cannot be carried out as it is written: never an expected failure."""


@dataclass(frozen=True)
class Placeholder:
    """A form that only a scenario can fill in: ``$id``, ``$ct``, ``$time``, ``$cursor``, ..."""

    form: str
    content: Any


Resolve = Callable[[Placeholder], Any]

PLACES = frozenset({"$id", "$ct", "$time", "$cursor", "$arg", "$var"})


def evaluate(data: Any, resolve: Resolve) -> Any:
    """The Python value that ``data`` stands for; ``resolve`` fills in the placeholders.

    Raises: ScenarioError, for a form with the wrong content.
    """
    if isinstance(data, list):
        return [evaluate(item, resolve) for item in data]
    if isinstance(data, int) and not isinstance(data, bool):
        return _as_double(data)
    if not isinstance(data, dict):
        return data
    if len(data) == 1:
        ((form, content),) = data.items()
        if form in PLACES:
            return resolve(_placeholder(form, content))
        if form in SHORTHANDS:
            try:
                return SHORTHANDS[form](content, resolve)
            except (TypeError, ValueError, struct.error) as error:
                raise ScenarioError(f"{form} cannot have the content {content!r:.80}") from error
    return {name: evaluate(member, resolve) for name, member in data.items()}


def _placeholder(form: str, content: Any) -> Placeholder:
    wanted = (int, float) if form == "$time" else str
    if not isinstance(content, wanted) or isinstance(content, bool):
        raise ScenarioError(f"{form} cannot have the content {content!r:.80}")
    return Placeholder(form, content)


def _as_double(number: int) -> float:
    """As JavaScript reads it: what is too large is infinite."""
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def _count(number: object, largest: int) -> int:
    if type(number) is not int or not 0 <= number <= largest:
        raise ScenarioError(f"{number!r:.80} is no count from 0 to {largest}")
    return number


def _repeated(pair: Any, resolve: Resolve) -> Any:
    value, times = pair
    return [evaluate(value, resolve) for _ in range(_count(times, ELEMENTS_MAX))]


def _text(pair: Any, _: Resolve) -> Any:
    text, times = pair
    if not isinstance(text, str):
        raise TypeError
    return text * _count(times, CHARACTERS_MAX // max(1, len(text)))


def _nested(pair: Any, resolve: Resolve) -> Any:
    levels, innermost = pair
    value = evaluate(innermost, resolve)
    for _ in range(_count(levels, LEVELS_MAX)):
        value = [value]
    return value


def _fields(pair: Any, resolve: Resolve) -> Any:
    count, value = pair
    return {f"f{number}": evaluate(value, resolve) for number in range(_count(count, ELEMENTS_MAX))}


SHORTHANDS: dict[str, Callable[[Any, Resolve], Any]] = {
    "$undefined": lambda _, __: UNDEFINED,
    "$integer": lambda text, _: Int64(struct.unpack("<q", base64.b64decode(text))[0]),
    "$float": lambda text, _: struct.unpack("<d", base64.b64decode(text))[0],
    "$bytes": lambda text, _: base64.b64decode(text),
    "$bigint": lambda digits, _: Int64(int(digits)),
    "$repeat": _repeated,
    "$str": _text,
    "$nest": _nested,
    "$fields": _fields,
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
