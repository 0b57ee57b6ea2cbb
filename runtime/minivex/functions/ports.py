"""What a running function needs from its surroundings: services, and commits of its own.

Functions are below the services, so they know them by these protocols only. The backend
puts the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol, TypeVar

from minivex.errors import DeveloperError
from minivex.functions.definitions import Function, Kind
from minivex.index.index_key import Document
from minivex.store.snapshot_manager import SnapshotManager
from minivex.txn.transaction import Transaction

__all__ = ["NOBODY", "Blob", "Caller", "Files", "Jobs", "Resolver", "Surroundings"]

Result = TypeVar("Result")


class Caller(NamedTuple):
    """On whose behalf a function runs: a signed-in user, a scheduled job, or nobody.

    ``problem`` is what was wrong with the token, for a function that asks who is calling.
    """

    identity: Document | None = None
    job_id: str | None = None
    problem: DeveloperError | None = None


NOBODY: Final = Caller()


class Blob(NamedTuple):
    """The contents of a file; ``content_type`` is empty when nobody said what it is."""

    content: bytes
    content_type: str = ""

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.content)

    def text(self) -> str:
        """The contents as text."""
        return self.content.decode()


class Jobs(Protocol):
    """Scheduled calls, as a transaction sees and changes them."""

    def schedule(
        self,
        transaction: Transaction,
        reference: object,
        args: object,
        *,
        due_ms: float,
        caller: Caller,
    ) -> str:
        """Add a call that is due at ``due_ms``, and return its id."""

    def cancel(self, transaction: Transaction, id: object, *, caller: Caller) -> None:
        """Let a call that has not begun never begin."""


class Files(Protocol):
    """Stored files, as a transaction sees and changes them."""

    def store(self, transaction: Transaction, content: object, sha256: str | None) -> str:
        """Add a file and return its id."""

    def read(self, transaction: Transaction, id: object) -> Blob | None:
        """The contents of a file."""

    def url(self, transaction: Transaction, id: object) -> str | None:
        """The link that serves a file to whoever has it."""

    def metadata(self, transaction: Transaction, id: object) -> Document | None:
        """What is known about a file, in the old form."""

    def delete(self, transaction: Transaction, id: object) -> None:
        """Remove a file."""

    def upload_url(self) -> str:
        """A link that takes uploads for an hour."""


class Resolver(Protocol):
    """Finds functions by reference."""

    def resolve(self, reference: object, kind: Kind | None) -> Function:
        """The function, which must be of ``kind``.

        Raises: FunctionNotFoundError.
        """


class Surroundings(Resolver, Protocol):
    """All that a function can reach besides its own transaction."""

    snapshots: SnapshotManager

    @property
    def jobs(self) -> Jobs:
        """Scheduled calls."""

    @property
    def files(self) -> Files:
        """Stored files."""

    def commit_alone(self, work: Callable[[Transaction], Result]) -> Result:
        """Do ``work`` in a transaction of its own, which commits at once."""

    def read_alone(self, work: Callable[[Transaction], Result]) -> Result:
        """Do ``work``, which only reads, on the newest snapshot."""
