"""What a call raised: its name and text, and for a ConvexError its data and the ``code`` in it.

Invariant: whatever a class of the learner's own says it is or answers, what comes out is a plain value.
"""

from minivex import ConvexError, Value
from minivex.values.value import freeze

__all__ = ["error_name", "error_text", "is_refusal", "refusal_code", "refusal_data"]


def is_refusal(error: BaseException) -> bool:
    """Whether ``error`` is a ConvexError by its type; ``isinstance`` believes what an object says of itself."""
    return issubclass(type(error), ConvexError)


def refusal_data(error: BaseException) -> Value:
    """The data of a ConvexError; None for every other error, and for data that cannot be read."""
    if not is_refusal(error):
        return None
    try:
        return freeze(error.data)  # type: ignore[attr-defined]
    except BaseException:  # noqa: BLE001 - any exception may come out of a learner's class
        return None


def refusal_code(error: BaseException) -> Value:
    """The ``code`` in the data of a ConvexError; None for every other error."""
    data = refusal_data(error)
    return data.get("code") if isinstance(data, dict) else None


def error_name(error: BaseException) -> str:
    """The name of its class, whatever its metaclass says."""
    return str(type.__dict__["__name__"].__get__(type(error)))


def error_text(error: BaseException) -> str:
    """``str(error)``, whatever the learner's class does in ``__str__``."""
    try:
        return "".join((str(error),))  # a plain str, even if it was a subclass
    except BaseException as second:  # noqa: BLE001 - any exception may come out of a learner's class
        return f"its message could not be shown: {error_name(second)} in __str__"
