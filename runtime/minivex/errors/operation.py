"""What running the backend can end in, whatever the function meant: limits, storage, redaction."""

from __future__ import annotations

from minivex.errors.base import MinivexError

__all__ = [
    "DamagedLogError",
    "LimitError",
    "ServerError",
    "StorageError",
]


class LimitError(MinivexError):
    """One function execution read, wrote or scheduled more than it may.

    Source: docs "Limits"; convex-backend crates/common/src/knobs.rs.
    """

    code = "Limit"
    cure = "Read less: an index range, a smaller take, or one page at a time."


class StorageError(MinivexError):
    """The storage of the log did not take a write, so no more commits are taken.

    Source: convex-backend crates/common/src/persistence.rs.
    """

    code = "Storage"
    cure = "Repair the storage, then open it again with Backend.open."


class DamagedLogError(StorageError):
    """Bytes of the log are not what was written, in a place that a crash cannot reach."""

    code = "DamagedLog"
    cure = "Restore the log from a copy."


class ServerError(MinivexError):
    """What a client of a production deployment sees of any error but a ConvexError.

    ``hidden`` is the error itself, for the logs.

    Source: docs "Error Handling"; convex-backend crates/errors/src/lib.rs.
    """

    code = "ServerError"
    cure = "Look the request up in the logs; throw a ConvexError for what a user must see."

    def __init__(self, request_id: str, hidden: Exception) -> None:
        super().__init__(f"[Request ID: {request_id}] Server Error")
        self.request_id = request_id
        self.hidden = hidden
