"""The state of a backend: forks that go their own way, and commits beside all calls."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, Isolation, VirtualClock
from minivex.txn.transaction import Transaction
from tests.engine.small_backend import Listener, mutate, new_backend


def test_a_fork_goes_on_from_here_on_its_own() -> None:
    listener = Listener()
    backend = new_backend(clock=VirtualClock(1_000_000), isolation=Isolation.SNAPSHOT)
    backend.load("users", [{"email": "a"}])
    fork = backend.fork(tracer=listener)
    assert fork.write_log.entries == []
    assert fork.latest_ts == backend.latest_ts
    assert fork.isolation is Isolation.SNAPSHOT
    assert backend.fork(isolation=Isolation.NONE).isolation is Isolation.NONE
    fork.clock.advance(5)
    assert backend.clock.now_ms == 1_000_000

    async def insert(ctx: Any) -> Any:
        return await ctx.db.insert("users", {"email": "b"})

    assert mutate(fork, insert) == mutate(backend, insert)
    assert fork.documents("users")[1] != backend.documents("users")[1]
    assert listener.kinds() == ["Began", "Stepped", "Wrote", "Validated", "Committed", "Returned"]


def test_inv83_forks_of_one_backend_repeat_each_other() -> None:
    backend = new_backend(seed=7)

    async def insert(ctx: Any) -> Any:
        return [await ctx.db.insert("users", {"email": "b"}), ctx.random(), ctx.now()]

    first, second = backend.fork(), backend.fork()
    assert mutate(first, insert) == mutate(second, insert)
    assert first.documents("users") == second.documents("users")
    assert first.latest_ts == second.latest_ts
    assert mutate(new_backend(seed=8), insert) != mutate(new_backend(seed=7), insert)


def test_work_that_fails_has_not_happened() -> None:
    backend = new_backend()
    before = backend.latest_ts

    def insert_and_fail(transaction: Transaction) -> None:
        transaction.insert("users", {"email": "a"})
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        backend.commit_alone(insert_and_fail)
    assert (backend.latest_ts, backend.documents("users")) == (before, [])
    assert backend.snapshots.latest.pins == 0


def test_a_fork_of_a_class_of_one_s_own_is_one_of_it() -> None:
    class Watched(Backend):
        """A backend that a test wants to know by its class."""

    assert type(Watched().fork()) is Watched
