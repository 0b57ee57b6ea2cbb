"""The key of a document in an index: its indexed fields, then creation time, then id.

::

    by_status  [ status │ _creationTime │ _id ]
                        └──── tail ─────┘  the same bytes in every index of the table
    by_creation_time    [ _creationTime │ _id ]
    by_id                               [ _id ]

The tail makes every key unique and fixes the order of documents whose fields are
equal: oldest first. A field that is missing, or that lies inside something that is
not an object, has the key of ``UNDEFINED``.

Source: docs "Indexes"; convex-backend crates/common/src/bootstrap_model/index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from minivex.values.order import ENCODERS
from minivex.values.value import UNDEFINED, Undefined, Value

__all__ = [
    "CREATION_TIME_BYTES",
    "Document",
    "KeyOf",
    "KeysOf",
    "compile_key",
    "compile_keys",
    "document_tail",
    "field_at",
    "id_key",
]

Document: TypeAlias = dict[str, Value]

KeyOf: TypeAlias = Callable[[Document, bytes], bytes]
KeysOf: TypeAlias = Callable[[Document, bytes], tuple[bytes, ...]]

CREATION_TIME_BYTES: Final = 9
"""A float's sort key: one tag byte, eight bytes of value."""


def id_key(id: str) -> bytes:
    """The key of the document ``id`` in ``by_id``. Ids hold no zero byte, so nothing is escaped."""
    return b"\x10" + id.encode() + b"\0"


def document_tail(document: Document) -> bytes:
    """The last two parts of every key of ``document``: encode it once, share it."""
    creation_time = document["_creationTime"]
    id = document["_id"]
    assert isinstance(id, str), "the system sets _id"
    return ENCODERS[type(creation_time)](creation_time) + id_key(id)


def field_at(document: Document, path: Sequence[str]) -> Value | Undefined:
    """Follow ``path`` into nested objects; ``UNDEFINED`` when it leads nowhere."""
    found: Value | Undefined = document
    for name in path:
        if type(found) is not dict:
            return UNDEFINED
        found = found.get(name, UNDEFINED)
    return found


def compile_key(fields: Sequence[str]) -> KeyOf:
    """Write the function ``(document, tail) -> key`` of an index on ``fields``.

    The function is generated as one expression without loops: every write of a
    document runs one per index, and a loop costs three times as much.
    """
    key_of: KeyOf = eval(f"lambda d, t: {_source(fields)}", _NAMES)  # noqa: S307 - every name in it is quoted
    return key_of


def compile_keys(indexes: Sequence[Sequence[str]]) -> KeysOf:
    """Write the function ``(document, tail) -> keys`` of a table with indexes on these fields.

    The first key is that of ``by_id``. One function saves a call for each index.
    """
    keys = ", ".join([f"t[{CREATION_TIME_BYTES}:]", *map(_source, indexes)])
    keys_of: KeysOf = eval(f"lambda d, t: ({keys})", _NAMES)  # noqa: S307 - every name in it is quoted
    return keys_of


def _source(fields: Sequence[str]) -> str:
    """The expression for the key of an index on ``fields``."""
    parts = []
    for field in fields:
        path = tuple(field.split("."))
        found = f"d.get({field!r}, U)" if len(path) == 1 else f"A(d, {path!r})"
        # Text is what most indexes begin with: it is encoded on the spot, unless it has a zero.
        is_plain_text = rf'type(v := {found}) is S and "\0" not in v'
        text = r'b"\x10" + v.encode() + b"\0"'
        parts.append(f"({text} if {is_plain_text} else E[type(v)](v))")
    return " + ".join([*parts, "t"])


# With no builtins of its own, eval would write them in here.
_NAMES: Final = {
    "A": field_at,
    "E": ENCODERS,
    "S": str,
    "U": UNDEFINED,
    "__builtins__": {"type": type},
}
