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
from minivex.values.value import size_bytes

__all__ = ["DOCUMENT_NESTING_MAX", "DOCUMENT_SIZE_MAX", "SYSTEM_FIELDS", "check_document"]

SYSTEM_FIELDS: Final = frozenset({"_id", "_creationTime"})
DOCUMENT_SIZE_MAX: Final = 1 << 20
DOCUMENT_NESTING_MAX: Final = 16


def check_document(document: Value) -> int:
    """Size in bytes of a frozen document, system fields included.

    Cost: O(n).
    Raises: InvalidDocumentError, if it cannot be stored, whatever the schema says.
    """
    if not isinstance(document, dict):
        raise InvalidDocumentError(
            f"{show(document)} isn't a valid document: Value must be an Object"
        )
    for name in document:
        if name[:1] == "_" and name not in SYSTEM_FIELDS:
            raise InvalidDocumentError(
                f"{show(document)} isn't a valid document: Field '{name}' starts with an underscore, "
                "which is only allowed for system fields like '_id'"
            )
    size = size_bytes(document)
    if size > DOCUMENT_SIZE_MAX:
        raise InvalidDocumentError(f"Value is too large ({size} > maximum size 1 MiB)")
    levels = _nesting(document)
    if levels > DOCUMENT_NESTING_MAX:
        raise InvalidDocumentError(
            f"Document is too nested (nested {levels} levels deep > "
            f"maximum nesting {DOCUMENT_NESTING_MAX})"
        )
    return size


def _nesting(value: Value) -> int:
    """Levels of arrays and objects: 0 for a scalar, else one more than the deepest member."""
    if isinstance(value, dict):
        return 1 + max(map(_nesting, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_nesting, value), default=0)
    return 0
