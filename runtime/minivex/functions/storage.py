"""``ctx.storage``: files, by the kind of the function.

=============  =============================================  ==============================
in             it can
=============  =============================================  ==============================
a query        ``get_url``, ``get_metadata``                  in its transaction
a mutation     … and ``generate_upload_url``, ``delete``      in its transaction
an action      … and ``store``, ``get``                       each by itself, at once
=============  =============================================  ==============================

Source: docs "File Storage"; npm-packages/convex/src/server/storage.ts.
Differs: newer versions of the package let mutations store and get files as well; here only
actions do, and a mutation has links, metadata and ``delete``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

from minivex.functions.determinism import unavailable
from minivex.functions.ports import Blob, Surroundings
from minivex.functions.step import Step, StepLog
from minivex.index.index_key import Document
from minivex.txn.transaction import Transaction

__all__ = ["StorageActions", "StorageReader", "StorageWriter"]

Result = TypeVar("Result")


class StorageReader:
    """``ctx.storage`` of a query."""

    __slots__ = ("_log", "_surroundings", "_transaction")

    def __init__(
        self, surroundings: Surroundings, log: StepLog, transaction: Transaction | None
    ) -> None:
        self._surroundings = surroundings
        self._log = log
        self._transaction = transaction

    def get_url(self, id: str) -> Step[str | None]:
        """A link to the file for whoever has it, or ``None``: there is no such file."""
        return Step(self._log, "1.0/storageGetUrl", "ctx.storage", "get_url", self._get_url, id)

    def get_metadata(self, id: str) -> Step[Document | None]:
        """Size, digest and content type. ``ctx.db.system.get("_storage", id)`` is preferred."""
        return Step(
            self._log,
            "1.0/storageGetMetadata",
            "ctx.storage",
            "get_metadata",
            self._get_metadata,
            id,
        )

    def __getattr__(self, name: str) -> NoReturn:
        if name in ("store", "get"):
            raise unavailable(f"storage.{name}()")
        raise AttributeError(name)

    def _get_url(self, id: object) -> str | None:
        files = self._surroundings.files
        return self._reads(lambda transaction: files.url(transaction, id))

    def _get_metadata(self, id: object) -> Document | None:
        files = self._surroundings.files
        return self._reads(lambda transaction: files.metadata(transaction, id))

    def _reads(self, work: Callable[[Transaction], Result]) -> Result:
        if self._transaction is None:
            return self._surroundings.read_alone(work)
        return work(self._transaction)


class StorageWriter(StorageReader):
    """``ctx.storage`` of a mutation."""

    __slots__ = ()

    def generate_upload_url(self) -> Step[str]:
        """A link that takes uploads for an hour."""
        return Step(
            self._log,
            "1.0/storageGenerateUploadUrl",
            "ctx.storage",
            "generate_upload_url",
            self._surroundings.files.upload_url,
        )

    def delete(self, id: str) -> Step[None]:
        """Remove the file; its link ends."""
        return Step(self._log, "1.0/storageDelete", "ctx.storage", "delete", self._delete, id)

    def _delete(self, id: object) -> None:
        files = self._surroundings.files
        self._writes(lambda transaction: files.delete(transaction, id))

    def _writes(self, work: Callable[[Transaction], Result]) -> Result:
        if self._transaction is None:
            return self._surroundings.commit_alone(work)
        return work(self._transaction)


class StorageActions(StorageWriter):
    """``ctx.storage`` of an action."""

    __slots__ = ()

    def store(self, content: Blob | bytes | str, *, sha256: str | None = None) -> Step[str]:
        """Keep a file and return its id; with ``sha256``, only if that is its digest."""
        return Step(
            self._log, "1.0/storageStore", "ctx.storage", "store", self._store, content, sha256
        )

    def get(self, id: str) -> Step[Blob | None]:
        """The contents of a file, or ``None``: there is no such file."""
        return Step(self._log, "1.0/storageGet", "ctx.storage", "get", self._get, id)

    def _get(self, id: object) -> Blob | None:
        files = self._surroundings.files
        return self._reads(lambda transaction: files.read(transaction, id))

    def _store(self, content: object, sha256: str | None) -> str:
        files = self._surroundings.files
        return self._writes(lambda transaction: files.store(transaction, content, sha256))
