"""The log of a backend in a file: ``Backend.open(LogFile(path))``.

::

    append ──▶ the operating system ── flush (fsync) ──▶ the disk
    replace ─▶ a new file beside it, flushed ── rename ──▶ the log

A rename happens as a whole or not at all, so a crash leaves the old log or the new one.
"""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["LogFile"]


class LogFile:
    """A storage in one file, which is made when it is first written.

    Differs: nothing keeps a second process from writing to the same file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> bytes:
        """All bytes there are; none if there is no file."""
        return self._path.read_bytes() if self._path.exists() else b""

    def append(self, data: bytes) -> None:
        """Add ``data`` at the end."""
        with self._path.open("ab") as file:
            file.write(data)

    def flush(self) -> None:
        """Return when the disk has all that was appended."""
        with self._path.open("ab") as file:
            os.fsync(file.fileno())

    def replace(self, data: bytes) -> None:
        """Let ``data`` take the place of everything."""
        beside = self._path.with_name(f"{self._path.name}.new")
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
        self._flush_folder()

    def _flush_folder(self) -> None:
        """Let the new name of a file survive a crash."""
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
