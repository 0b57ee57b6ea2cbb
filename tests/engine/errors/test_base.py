"""An error prints its message, and no other class of the root is worth another attempt."""

from __future__ import annotations

from minivex.errors import DeveloperError, MinivexError


def test_an_error_prints_its_message() -> None:
    error = DeveloperError("what happened")
    assert str(error) == error.message == "what happened"


def test_an_error_is_not_worth_another_attempt_unless_it_says_so() -> None:
    assert not MinivexError.retryable
    assert not DeveloperError("what happened").retryable
