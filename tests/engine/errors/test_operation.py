"""What a client of production sees of an error, and what it does not."""

from __future__ import annotations

from minivex.errors import DamagedLogError, ServerError, StorageError


def test_a_server_error_shows_a_request_and_hides_the_error() -> None:
    hidden = ValueError("the password")
    error = ServerError("00ff", hidden)
    assert str(error) == "[Request ID: 00ff] Server Error"
    assert error.hidden is hidden


def test_a_damaged_log_is_a_failure_of_the_storage() -> None:
    assert issubclass(DamagedLogError, StorageError)
