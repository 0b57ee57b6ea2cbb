"""What every error of the engine has: a message, a stable code, and what to do about it."""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "DeveloperError",
    "MinivexError",
]


class MinivexError(Exception):
    """Whatever the engine raises; ``message`` is the text a person reads."""

    code: ClassVar[str] = "MinivexError"
    retryable: ClassVar[bool] = False
    cure: ClassVar[str] = "Read the message: it ends with the next thing to try."

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DeveloperError(MinivexError):
    """The learner's function, arguments or schema cannot work as written."""

    code = "DeveloperError"
