"""An error of the application carries a value, and its text is the value's JSON."""

from __future__ import annotations

import pytest

from minivex.errors import ConvexError, InvalidCursorError, MinivexError


def test_a_convex_error_carries_data() -> None:
    error = ConvexError({"code": "full"})
    assert error.data == {"code": "full"}
    assert not isinstance(error, MinivexError)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("full", "full"),
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (404.0, "404"),
        (1.5, "1.5"),
        (["a", None], '["a",null]'),
        ({"a": [1.0], "b": "\u00e9"}, '{"a":[1],"b":"\u00e9"}'),
        ({"a": 1}, '{"a":1}'),
    ],
)
def test_its_message_is_the_data_as_text(data: object, message: str) -> None:
    assert ConvexError(data).message == message


def test_a_cursor_that_is_not_of_this_query_tells_the_client_to_begin_anew() -> None:
    error = InvalidCursorError("what a person reads")
    assert str(error) == error.message == "what a person reads"
    assert error.data == {"isConvexSystemError": True, "paginationError": "InvalidCursor"}
