"""Values in text that people read and type: JSON, with Convex's other types spelled out.

```
 {"count": 3, "at": 1.5}     shown as it is typed
 Int64(5)                    shown; typed and edited as {"$integer": …}
```
"""

import json
from base64 import b64encode
from typing import Any, Final

from minivex import UNDEFINED, Int64, Value
from minivex.errors import WireFormatError
from minivex.values.value import freeze
from minivex.values.wire import from_json, to_json

__all__ = [
    "CELL_CHARACTERS",
    "ArgumentsError",
    "cut",
    "edited",
    "read_object",
    "shown",
    "shown_cell",
]

TEXT_CHARACTERS: Final = 20_000
"""Of one value: more is cut, because nobody reads it."""
CELL_CHARACTERS: Final = 120
_LINE: Final = 76


class ArgumentsError(ValueError):
    """The text is no arguments; the message says where."""


def read_object(text: str, what: str = "arguments") -> dict[str, Value]:
    """The object that JSON text holds; a number is an int or a float as it is written.

    Raises: ArgumentsError, which calls the text ``what``: a noun in the plural.
    """
    try:
        found = json.loads(text or "{}", object_hook=_special, parse_constant=_no_constant)
        frozen = freeze(found)
    except json.JSONDecodeError as error:
        raise ArgumentsError(
            f"The {what} are not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise ArgumentsError(f"The {what} are nested too deeply.") from None
    except Exception as error:  # noqa: BLE001 - whatever is no value has its own sentence
        raise ArgumentsError(f"The {what} are no Convex value: {error}") from None
    if not isinstance(frozen, dict):
        raise ArgumentsError(f'The {what} are one JSON object, such as {{}} or {{"limit": 5}}.')
    return frozen


def _special(found: dict[str, Any]) -> Any:
    is_special = len(found) == 1 and next(iter(found)).startswith("$")
    return from_json(found) if is_special else found


def _no_constant(name: str) -> Any:
    raise WireFormatError(f"{name} is not JSON")


def edited(fields: dict[str, Value]) -> str:
    """An object as text that ``read_object`` reads again, a whole number without its point."""
    return json.dumps(_plain(to_json(fields)), ensure_ascii=False, indent=2)


def _plain(found: Any) -> Any:
    match found:
        case float() if found.is_integer() and abs(found) < 2**53:
            return int(found)
        case list():
            return [_plain(item) for item in found]
        case dict():
            return {name: _plain(member) for name, member in found.items()}
        case _:
            return found


def shown(value: object) -> str:
    """A value as text of several lines, cut where nobody would read on."""
    return cut(_text(value, 0))


def cut(text: str) -> str:
    """The beginning of a text, and how much is left out."""
    if len(text) <= TEXT_CHARACTERS:
        return text
    return f"{text[:TEXT_CHARACTERS]}\n… {len(text) - TEXT_CHARACTERS:,} more characters"


def shown_cell(value: object) -> str:
    """A value as one line, short enough for a cell of a table."""
    text = _flat(value)
    return text if len(text) <= CELL_CHARACTERS else f"{text[: CELL_CHARACTERS - 1]}…"


def _text(value: object, depth: int) -> str:
    flat = _flat(value)
    if not isinstance(value, list | dict) or len(flat) + 2 * depth <= _LINE:
        return flat
    inner, outer = "  " * (depth + 1), "  " * depth
    if isinstance(value, list):
        rows = [f"{inner}{_text(item, depth + 1)}" for item in value]
        return "[\n" + ",\n".join(rows) + f"\n{outer}]"
    rows = [f"{inner}{_flat(name)}: {_text(item, depth + 1)}" for name, item in value.items()]
    return "{\n" + ",\n".join(rows) + f"\n{outer}}}"


def _flat(value: object) -> str:
    match value:
        case Int64():
            return f"Int64({value.value})"
        case bytes():
            return f"bytes({b64encode(value[:60]).decode()}{'…' if len(value) > 60 else ''})"  # noqa: PLR2004 - a line
        case list():
            return f"[{', '.join(map(_flat, value))}]"
        case dict():
            return (
                f"{{{', '.join(f'{_flat(name)}: {_flat(item)}' for name, item in value.items())}}}"
            )
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - as JavaScript prints it
            return str(int(value))
        case _ if value is UNDEFINED:
            return "undefined"
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)
