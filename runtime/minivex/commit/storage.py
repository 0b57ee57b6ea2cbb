"""Where a log is kept: one run of bytes that grows at its end.

::

    append ──▶ written, perhaps only in memory ── flush ──▶ survives a crash
    replace ─▶ all of it anew: after a crash either the old bytes are there or the new ones

The engine does no input or output, so whoever opens a backend brings the storage.

Source: convex-backend crates/common/src/persistence.rs.
Differs: a deployment keeps its log in the tables of another database.
"""

from __future__ import annotations

from typing import Protocol

__all__ = ["MemoryStorage", "Storage"]


class Storage(Protocol):
    """The bytes of one log. Each method raises OSError when it cannot do its work."""

    def read(self) -> bytes:
        """All bytes there are."""

    def append(self, data: bytes) -> None:
        """Add ``data`` at the end. A crash may leave any part of it, until it is flushed."""

    def flush(self) -> None:
        """Return when all that was appended survives a crash."""

    def replace(self, data: bytes) -> None:
        """Let ``data`` take the place of everything; it survives a crash from then on."""


class MemoryStorage:
    """A storage that lives as long as its process, and can lose what is not flushed."""

    __slots__ = ("_data", "_flushed")

    def __init__(self, data: bytes = b"") -> None:
        self._data = bytearray(data)
        self._flushed = len(data)

    def read(self) -> bytes:
        """All bytes there are."""
        return bytes(self._data)

    def append(self, data: bytes) -> None:
        """Add ``data`` at the end."""
        self._data += data

    def flush(self) -> None:
        """Let all that was appended survive a crash."""
        self._flushed = len(self._data)

    def replace(self, data: bytes) -> None:
        """Let ``data`` take the place of everything."""
        self._data = bytearray(data)
        self._flushed = len(data)

    def crash(self, kept_bytes: int = 0) -> None:
        """Lose what was not flushed, but for its first ``kept_bytes``."""
        del self._data[self._flushed + kept_bytes :]
        self._flushed = len(self._data)
