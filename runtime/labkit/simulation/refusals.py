"""The errors that a random program can meet, as texts that both sides must agree on.

Where the words of an error depend on how values print, only its name is compared.
"""

from __future__ import annotations

from typing import Final, NoReturn

__all__ = ["GIVING_UP", "Refusal", "refuse", "shown"]

GIVING_UP: Final = frozenset({"OptimisticConcurrencyControlFailure", "SystemConflictFailure"})
"""What a mutation ends with whose attempts are used up."""

_BY_NAME_ONLY: Final = GIVING_UP | {
    "DeveloperError",
    "IdDecodeError",
    "IndexRangeError",
    "InvalidCursorError",
    "InvalidDocumentError",
    "SchemaValidationError",
}


class Refusal(Exception):  # noqa: N818 - the model's word for an error of the engine
    """An error that the model expects; its text is what ``shown`` makes of the engine's."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def refuse(name: str, message: str = "") -> NoReturn:
    """Stop the program as an error of the class ``name`` would."""
    raise Refusal(name if name in _BY_NAME_ONLY else f"{name}: {message}")


def shown(error: Exception) -> str:
    """An error of the engine, or of a program, as it is compared."""
    name = type(error).__name__
    return name if name in _BY_NAME_ONLY else f"{name}: {error}"
