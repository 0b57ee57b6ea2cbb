"""The text of an error that outlives it: in the state of a job, in an answer, in a comparison.

::

    raised by the handler                      Uncaught ValueError: no such seat
    refused before the handler, or after it    ArgumentValidationError: …          nobody threw it

A function may raise anything, also an exception whose class cannot say what it is. The text is
made of what can be had, and it can be stored.

Source: convex-backend crates/udf/src/validation.rs (``JsError::from_message``).
Differs: a name is that of the Python class, where JavaScript says ``Error``; a text of more than
16,384 characters is cut.
"""

from __future__ import annotations

from typing import Final

from minivex.errors.validation import ArgumentValidationError, ReturnsValidationError

__all__ = ["error_text", "kept_text"]

_TEXT_MAX: Final = 16_384


def error_text(error: Exception) -> str:
    """``str(error)``, whatever its class does in ``__str__``; without halves of characters."""
    try:
        text = str(error)
    except Exception as second:  # noqa: BLE001 - a class of the learner's own may do anything here
        text = f"its message could not be shown: {_name_of(second)} in __str__"
    return text.encode(errors="replace").decode()


def kept_text(error: Exception) -> str:
    """What is kept of the failure of a function that nobody waits for."""
    text = error_text(error)
    if not isinstance(error, ArgumentValidationError | ReturnsValidationError):
        text = f"Uncaught {_name_of(error)}: {text}"
    return text if len(text) <= _TEXT_MAX else f"{text[: _TEXT_MAX - 1]}…"


def _name_of(error: Exception) -> str:
    """The name of its class, whatever its metaclass says."""
    return str(type.__dict__["__name__"].__get__(type(error)))
