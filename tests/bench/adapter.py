"""What a contender must be able to do to be measured.

A method that a contender does not have is left as it is here: the workloads that need it are
reported as absent for that contender.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.bench.documents import Document

__all__ = ["Adapter", "Conflict", "OpenTransaction", "committed"]


class Conflict(Exception):  # noqa: N818 - the word of the field
    """A commit was refused, because another transaction came first."""


class OpenTransaction:
    """A transaction that has begun."""

    def get(self, id: Any) -> Document:
        """The document ``id``, which is read."""
        raise NotImplementedError

    def range(self, channel: str, low: float, high: float, limit: int) -> list[Document]:
        """As ``Adapter.range``, inside the transaction."""
        raise NotImplementedError

    def patch(self, id: Any, fields: Document) -> None:
        """Merge ``fields`` into the document ``id``."""
        raise NotImplementedError

    def commit(self) -> None:
        """Publish what was written.

        Raises: Conflict.
        """
        raise NotImplementedError


class Adapter:
    """One table of messages with the indexes (channel, score) and (author).

    Every document that is handed out belongs to the receiver, who may change it.
    """

    def open(self, documents: list[Document]) -> None:
        """Begin with these documents, loaded in transactions of 100."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of everything."""

    def ids(self) -> list[Any]:
        """The ids of the loaded documents, in the order of loading."""
        raise NotImplementedError

    def insert(self, document: Document) -> Any:
        """Add one document in a transaction of its own; its id."""
        raise NotImplementedError

    def get(self, id: Any) -> Document:
        """The document ``id``."""
        raise NotImplementedError

    def range(self, channel: str, low: float, high: float, limit: int) -> list[Document]:
        """The first ``limit`` documents of a channel with ``low <= score < high``, in order."""
        raise NotImplementedError

    def scan(self) -> list[Document]:
        """Every document that is done, found without an index."""
        raise NotImplementedError

    def page(self, cursor: Any, size: int) -> tuple[list[Document], Any]:
        """The documents after ``cursor`` in the order of creation, and the next cursor or None."""
        raise NotImplementedError

    def search(self, text: str, limit: int) -> list[Document]:
        """The documents whose body has some of the words, the best first."""
        raise NotImplementedError

    def subscribe(
        self, channel: str, low: float, high: float, limit: int, callback: Callable[[object], None]
    ) -> object:
        """Watch ``range``: ``callback`` hears the result at once, and before ``insert`` returns."""
        raise NotImplementedError

    def ask_again(self, channel: str) -> None:
        """Ask for what a live query of ``channel`` asks for, as another client would."""
        raise NotImplementedError

    def begin(self) -> OpenTransaction:
        """Begin a transaction."""
        raise NotImplementedError

    def snapshot(self) -> Any:
        """The database as it is now, to come back to."""
        raise NotImplementedError

    def restore(self, snapshot: Any) -> None:
        """Come back to a snapshot. Who can jump may do so again."""
        raise NotImplementedError

    def reset(self, ids: list[Any]) -> None:
        """Let ``n`` of these documents be 0 again, for a contender that has no snapshots."""
        raise NotImplementedError

    def play(self, order: tuple[int, ...]) -> int:
        """Let calls with handlers move in this order; how often they began altogether."""
        raise NotImplementedError

    def open_nested(self, documents: list[Document]) -> None:
        """Begin with nested documents, in a table without indexes."""
        raise NotImplementedError

    def insert_nested(self, document: Document) -> Any:
        """Add one nested document in a transaction of its own; its id."""
        raise NotImplementedError

    def get_nested(self, id: Any) -> Document:
        """The nested document ``id``."""
        raise NotImplementedError

    def run_jobs(self, count: int) -> int:
        """Schedule ``count`` jobs that each write one document, and run all; how many ran."""
        raise NotImplementedError


def committed(transaction: OpenTransaction) -> bool:
    """Commit; whether it was accepted."""
    try:
        transaction.commit()
    except Conflict:
        return False
    return True
