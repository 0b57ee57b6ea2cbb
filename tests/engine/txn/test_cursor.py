"""Cursors: to text and back, and whose they are."""

from __future__ import annotations

import pytest

from minivex.errors import InvalidCursorError
from minivex.txn.cursor import Cursor, fingerprint_of


@pytest.mark.parametrize("after", [None, b"", b"\x00\xff", b"key"])
def test_a_cursor_survives_its_text(after: bytes | None) -> None:
    cursor = Cursor(fingerprint_of(b"jobs"), after)
    assert Cursor.from_text(cursor.to_text()) == cursor
    assert cursor.is_end == (after is None)


@pytest.mark.parametrize("text", ["", "garbage", "!", "é", "AAAAAAAAAAA=", "AAAAAAAAAAAC"])
def test_a_text_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursorError) as caught:
        Cursor.from_text(text)
    assert caught.value.message.startswith(f"InvalidCursor: {text!r} is not a cursor. ")


def test_inv68_the_cursor_of_another_query_is_refused() -> None:
    cursor = Cursor(1, None)
    cursor.check(1)
    with pytest.raises(InvalidCursorError) as caught:
        cursor.check(2)
    assert str(caught.value) == (
        "InvalidCursor: Tried to run a query starting from a cursor, but it looks like this "
        "cursor is from a different query."
    )
    assert caught.value.data == {"isConvexSystemError": True, "paginationError": "InvalidCursor"}


def test_a_fingerprint_tells_apart_what_differs() -> None:
    assert fingerprint_of(b"a", b"b") == fingerprint_of(b"a", b"b")
    assert len({fingerprint_of(b"a", b"b"), fingerprint_of(b"ab"), fingerprint_of(b"b", b"a")}) == 3
