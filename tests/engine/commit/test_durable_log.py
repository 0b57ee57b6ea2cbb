"""Commits go to the storage first, and a storage that fails stops them."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, MemoryStorage, Raised
from minivex.errors import StorageError
from tests.engine.small_backend import add, mutate


class FailingStorage(MemoryStorage):
    """Fails where it is told to; what it was appending is half there."""

    failing = ""

    def append(self, data: bytes) -> None:
        if self.failing == "append":
            super().append(data[: len(data) // 2])
            raise OSError("disk full")
        super().append(data)

    def flush(self) -> None:
        if self.failing == "flush":
            raise OSError("disk full")
        super().flush()

    def replace(self, data: bytes) -> None:
        if self.failing == "replace":
            raise OSError("disk full")
        super().replace(data)


async def insert(ctx: Any) -> None:
    await ctx.db.insert("rows", {"n": 1})


def test_a_commit_survives_from_the_moment_its_caller_knows_of_it() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage)
    for count in range(1, 4):
        mutate(backend, insert)
        storage.crash()
        assert len(Backend.open(MemoryStorage(storage.read())).documents("rows")) == count


@pytest.mark.parametrize(("failing", "found"), [("append", 1), ("flush", 2)])
def test_a_commit_that_the_storage_refuses_is_not_published(failing: str, found: int) -> None:
    storage = FailingStorage()
    backend = Backend.open(storage)
    mutate(backend, insert)
    before = backend.latest_ts
    storage.failing = failing
    call = backend.start(add(backend, "mutation", insert))
    call.finish()
    assert isinstance(call.outcome, Raised)
    assert str(call.outcome.error) == (
        "The storage did not take a write: disk full. The commit may or may not be there. "
        "Open the storage again with Backend.open."
    )
    assert (backend.latest_ts, len(backend.documents("rows"))) == (before, 1)
    assert backend.snapshots.latest.pins == 0

    storage.failing = ""
    for write in (lambda: mutate(backend, insert), lambda: backend.load("rows", [{}])):
        with pytest.raises(StorageError, match="An earlier write to the log failed"):
            write()
    backend.crash()
    with pytest.raises(StorageError, match="An earlier write to the log failed"):
        backend.compact()
    assert len(Backend.open(storage).documents("rows")) == found


def test_compacting_changes_nothing_but_the_log() -> None:
    storage = FailingStorage()
    backend = Backend.open(storage)
    ids = backend.load("rows", [{"n": n} for n in range(9)])

    async def remove(ctx: Any) -> None:
        for id in ids[1:]:
            await ctx.db.delete(id)

    mutate(backend, remove)
    before = storage.read()
    backend.compact()
    assert len(storage.read()) < len(before)
    mutate(backend, insert)
    again = Backend.open(MemoryStorage(storage.read()))
    assert again.documents("rows") == backend.documents("rows")
    assert again.latest_ts == backend.latest_ts


def test_a_log_that_could_not_be_compacted_takes_no_more_commits() -> None:
    storage = FailingStorage()
    backend = Backend.open(storage)
    storage.failing = "replace"
    with pytest.raises(StorageError, match="disk full"):
        backend.compact()
    with pytest.raises(StorageError, match="An earlier write"):
        backend.load("rows", [{}])
    with pytest.raises(StorageError, match="disk full"):
        Backend.open(FailingStorageFromTheStart())


class FailingStorageFromTheStart(FailingStorage):
    failing = "replace"


def test_a_backend_without_a_storage_has_nothing_to_compact() -> None:
    backend = Backend()
    backend.compact()
    assert backend.load("rows", [{}]) != []
