"""The log that makes commits durable: what is not in it has not happened.

::

    commit checked ──▶ append ──▶ flush ──▶ publish ──▶ the caller is told
                          └─ fails: nothing is published, and the log is closed

After a failure nobody knows how much of the record is there, and a record behind a broken
one would never be read. So a log that failed takes no more commits; opening the storage
again finds out. The commit that failed is then there as a whole, or not at all.

Source: docs "OCC and Atomicity"; convex-backend crates/database/src/committer.rs.
"""

from __future__ import annotations

from minivex.commit.log_bytes import MARK, frame
from minivex.commit.log_record import encode_commit, encode_snapshot
from minivex.commit.storage import Storage
from minivex.commit.write_log import LogEntry
from minivex.errors import StorageError
from minivex.store.snapshot import Snapshot

__all__ = ["DurableLog"]


class DurableLog:
    """Writes the commits of one backend to its storage. Only one log may write there."""

    __slots__ = ("_is_open", "_storage")

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._is_open = True

    def append(self, entry: LogEntry) -> None:
        """Make a commit durable.

        Cost: O(bytes of the documents written).
        Raises: StorageError, if the storage does not take it, or did not take an earlier one.
        """
        record = frame(encode_commit(entry))
        self._begin()
        try:
            self._storage.append(record)
            self._storage.flush()
        except OSError as error:
            raise _refused(error) from error
        self._is_open = True

    def compact(self, snapshot: Snapshot) -> None:
        """Let one record of all there is take the place of every commit so far.

        Cost: O(bytes of all documents).
        Raises: StorageError, if the storage does not take it; then either log is there, and
            both say the same.
        """
        log = MARK + frame(encode_snapshot(snapshot))
        self._begin()
        try:
            self._storage.replace(log)
        except OSError as error:
            raise _refused(error) from error
        self._is_open = True

    def _begin(self) -> None:
        """Be closed until the write that begins here has succeeded."""
        if not self._is_open:
            raise StorageError(
                "An earlier write to the log failed, so that no more commits are taken. "
                "Open the storage again with Backend.open."
            )
        self._is_open = False


def _refused(error: OSError) -> StorageError:
    return StorageError(
        f"The storage did not take a write: {error}. The commit may or may not be there. "
        "Open the storage again with Backend.open."
    )
