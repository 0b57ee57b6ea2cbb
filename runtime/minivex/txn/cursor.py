"""A place between two rows of a query: where one page ended and the next begins.

::

    rows    a ─ b ─ c ┊ d ─ e ─ f           cursor: after the key of c
    later   a ─ b ─── ┊ d ─ x ─ e           c is gone, the place is still there

It is a position in the order of the index and not a count of rows, so inserts and
deletes move no row across it. It also carries a fingerprint of the query, because a
place in one query means nothing in another.

Source: docs "Paginated Queries"; convex-backend crates/common/src/query.rs.
Differs: Convex encrypts its cursors; these are only opaque. Do not look inside.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final, NamedTuple

from minivex.errors import InvalidCursorError

__all__ = ["Cursor", "fingerprint_of"]

_PRIME: Final = (1 << 61) - 1
"""A Mersenne prime: the remainder of long bytes by it spreads well and costs one division."""

_FINGERPRINT_BYTES: Final = 8
_END: Final = b"\0"
_AFTER: Final = b"\1"


class Cursor(NamedTuple):
    """``after`` is the key of the last row before this place; ``None`` is the end of the query."""

    fingerprint: int
    after: bytes | None

    @property
    def is_end(self) -> bool:
        """Whether nothing is behind this place, whatever is added."""
        return self.after is None

    def to_text(self) -> str:
        """The cursor as clients carry it.

        >>> Cursor.from_text(Cursor(7, b"key").to_text())
        Cursor(fingerprint=7, after=b'key')
        """
        place = _END if self.after is None else _AFTER + self.after
        data = self.fingerprint.to_bytes(_FINGERPRINT_BYTES, "big") + place
        return urlsafe_b64encode(data).decode()

    @classmethod
    def from_text(cls, text: str) -> Cursor:
        """Undo ``to_text``.

        Raises: InvalidCursorError, if ``text`` never came from there.
        """
        try:
            data = urlsafe_b64decode(text)
        except ValueError:
            data = b""
        fingerprint, place = data[:_FINGERPRINT_BYTES], data[_FINGERPRINT_BYTES:]
        if place == _END:
            return cls(int.from_bytes(fingerprint, "big"), None)
        if place[:1] == _AFTER:
            return cls(int.from_bytes(fingerprint, "big"), place[1:])
        raise InvalidCursorError(
            f"InvalidCursor: {text!r} is not a cursor. "
            "Pass on continueCursor as it was returned, or None for the first page."
        )

    def check(self, fingerprint: int) -> None:
        """Refuse the cursor of another query.

        Raises: InvalidCursorError.
        """
        if self.fingerprint != fingerprint:
            raise InvalidCursorError(
                "InvalidCursor: Tried to run a query starting from a cursor, but it looks like "
                "this cursor is from a different query."
            )


def fingerprint_of(*parts: bytes) -> int:
    """A number that differs for different ``parts``, up to chance.

    >>> fingerprint_of(b"ab", b"c") == fingerprint_of(b"a", b"bc")
    False
    """
    data = b"".join([len(part).to_bytes(4, "big") + part for part in parts])
    return int.from_bytes(data, "big") % _PRIME
