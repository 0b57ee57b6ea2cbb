"""Which names fields, tables and indexes may have.

Two rules, one looser than the other:

* a *field name* of any object: 1 to 1024 characters of printable ASCII, not starting with ``$``;
* an *identifier* (tables, indexes, fields named in a schema): 1 to 64 of ``[A-Za-z0-9_]``, not
  starting with a digit, not underscores only.

Both functions answer with what is wrong, or ``None``, so that the caller can say where.

Source: docs "Data Types"; convex-backend crates/convex/sync_types/src/identifier.rs.
"""

from __future__ import annotations

from typing import Final

__all__ = ["FIELD_NAME_MAX", "IDENTIFIER_MAX", "field_name_problem", "identifier_problem"]

FIELD_NAME_MAX: Final = 1024
IDENTIFIER_MAX: Final = 64


def field_name_problem(name: str) -> str | None:
    """What is wrong with ``name`` as a field of an object, or ``None``.

    Source: npm-packages/convex/src/values/value.ts, which words the first two.
    """
    if name.isascii() and name.isprintable() and name:
        if name[0] == "$":
            return f"Field name {name} starts with a '$', which is reserved."
        if len(name) > FIELD_NAME_MAX:
            return (
                f"Field name {name[:32]}... is too long "
                f"({len(name)} characters > maximum {FIELD_NAME_MAX})."
            )
        return None
    odd = next((c for c in name if not (c.isascii() and c.isprintable())), "")
    return (
        f"Field name {name} has invalid character '{odd}': "
        "Field names can only contain non-control ASCII characters"
    )


def identifier_problem(name: str) -> str | None:
    """What is wrong with ``name`` as a table, index or schema field, or ``None``."""
    if not name:
        return "Identifier cannot be empty"
    if len(name) > IDENTIFIER_MAX:
        return f"Identifier is too long ({len(name)} > maximum {IDENTIFIER_MAX})"
    if not (name[0] == "_" or (name[0].isascii() and name[0].isalpha())):
        return (
            f"Invalid first character '{name[0]}' in {name}: "
            "Identifiers must start with an alphabetic character or underscore"
        )
    odd = next((c for c in name if not (c == "_" or (c.isascii() and c.isalnum()))), None)
    if odd is not None:
        return (
            f"Identifier {name} has invalid character '{odd}': "
            "Identifiers can only contain alphanumeric characters or underscores"
        )
    if not name.strip("_"):
        return f"Identifier {name} cannot have exclusively underscores"
    return None
