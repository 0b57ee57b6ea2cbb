"""What a value must be like to be stored as a document.

A document is an object of at most 1 MiB and 16 levels, its system fields included; names that
start with an underscore belong to the system at the top level only.

Source: docs "Limits"; convex-backend crates/common/src/document.rs.
"""

from __future__ import annotations

from typing import Final

from minivex.errors import InvalidDocumentError
from minivex.values.kinds import Value
from minivex.values.show import show
from minivex.values.value import is_flat, size_bytes

__all__ = [
    "DOCUMENT_NESTING_MAX",
    "DOCUMENT_SIZE_MAX",
    "SYSTEM_FIELDS",
    "check_document",
    "size_with_system_fields",
    "with_system_fields",
]

SYSTEM_FIELDS: Final = frozenset({"_id", "_creationTime"})
DOCUMENT_SIZE_MAX: Final = 1 << 20
_BEHIND_UNDERSCORE: Final = chr(ord("_") + 1)
DOCUMENT_NESTING_MAX: Final = 16
_SYSTEM_FIELDS_BYTES: Final = size_bytes({"_creationTime": 0.0, "_id": ""}) - size_bytes({})


def size_with_system_fields(size: int, id: str) -> int:
    """What a document weighs whose other fields weigh ``size`` as an object of their own."""
    return size + _SYSTEM_FIELDS_BYTES + len(id)


def with_system_fields(fields: dict[str, Value], id: str, creation_time: float) -> dict[str, Value]:
    """The document that has ``fields`` and those of the system, names in order.

    Cost: O(n); O(n log n) if some name of ``fields`` is before ``_id``, such as ``Name``.
    """
    if not fields or next(iter(fields)) > "_id":
        return {"_creationTime": creation_time, "_id": id, **fields}
    return dict(sorted({**fields, "_id": id, "_creationTime": creation_time}.items()))


def check_document(document: dict[str, Value], size: int, new: dict[str, Value]) -> bool:
    """Refuse a frozen document of ``size`` bytes that cannot be stored; says whether it is flat.

    ``new`` are the fields that were not there before: the others were checked then.

    Cost: O(fields), but O(n) if something is nested.
    Raises: InvalidDocumentError, whatever the schema says.
    """
    for name in new:
        if name >= _BEHIND_UNDERSCORE:  # names are in order
            break
        if name[0] == "_" and name not in SYSTEM_FIELDS:
            raise InvalidDocumentError(
                f"{show(document)} isn't a valid document: Field '{name}' starts with an underscore, "
                "which is only allowed for system fields like '_id'"
            )
    if size > DOCUMENT_SIZE_MAX:
        raise InvalidDocumentError(f"Value is too large ({size} > maximum size 1 MiB)")
    if is_flat(document):
        return True
    levels = _nesting(document)
    if levels > DOCUMENT_NESTING_MAX:
        raise InvalidDocumentError(
            f"Document is too nested (nested {levels} levels deep > "
            f"maximum nesting {DOCUMENT_NESTING_MAX})"
        )
    return False


def _nesting(value: dict[str, Value] | list[Value]) -> int:
    """Levels of arrays and objects: one more than the deepest member, of which a scalar has 0."""
    deepest = 0
    for member in value.values() if type(value) is dict else value:
        if type(member) is dict or type(member) is list:
            deepest = max(deepest, _nesting(member))
    return 1 + deepest
