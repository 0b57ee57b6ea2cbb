"""Validation, timestamps and isolation levels."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, Int64, Isolation, OptimisticConcurrencyControlFailure, Raised, Returned
from minivex.commit import write_log
from minivex.errors import OptimisticConcurrencyConflict, SystemConflictFailure
from minivex.trace import Conflicted, Waited
from tests.engine.small_backend import Listener, add, mutate, new_backend, start


async def bump(ctx: Any, id: str) -> Any:
    row = await ctx.db.get(id)
    await ctx.db.patch(id, {"n": row["n"] + 1})
    return row["n"]


async def remove(ctx: Any, id: str) -> None:
    await ctx.db.delete(id)


def with_user(**options: Any) -> tuple[Backend, str]:
    backend = new_backend(**options)
    (id,) = backend.load("users", [{"email": "a", "n": 0}])
    return backend, id


def test_inv46_commit_timestamps_strictly_rise_while_the_clock_stands_still() -> None:
    backend, id = with_user()
    for _ in range(5):
        mutate(backend, bump, id=id)
    stamps = [entry.ts for entry in backend.write_log.entries]
    assert sorted(set(stamps)) == stamps
    assert backend.latest_ts == stamps[-1]
    backend.clock.advance(1)
    mutate(backend, bump, id=id)
    assert backend.latest_ts == backend.clock.now_ms * 1_000_000


def test_a_commit_is_later_than_every_creation_time_it_gave_out() -> None:
    backend = new_backend()
    backend.load("users", [{"email": str(n)} for n in range(30)])
    last: Any = backend.documents("users")[-1]["_creationTime"]
    assert backend.latest_ts / 1_000_000 > last
    backend.load("users", [{"email": "next"}])
    following: Any = backend.documents("users")[-1]["_creationTime"]
    assert following > last


def test_inv44_who_writes_nothing_never_conflicts() -> None:
    backend, id = with_user()

    async def look(ctx: Any) -> Any:
        return (await ctx.db.get(id))["n"]

    call = start(backend, look, "reader")
    call.move_to_commit()
    mutate(backend, bump, id=id)
    before = backend.latest_ts
    call.finish()
    assert call.outcome == Returned(0)
    assert (call.attempts, backend.latest_ts) == (1, before)


def test_inv34_a_conflict_reruns_on_the_new_state_and_names_the_writer() -> None:
    listener = Listener()
    backend, id = with_user(tracer=listener)
    call = start(backend, bump, "slow", id=id)
    call.move_to_commit()
    fast = start(backend, bump, "fast", id=id)
    fast.finish()
    call.finish()
    assert (call.outcome, call.attempts) == (Returned(1), 2)
    (conflict,) = [event.read for event in listener.events if isinstance(event, Conflicted)]
    assert (conflict.index, conflict.table, conflict.id) == ("users.by_id", "users", id)
    assert (conflict.writer_label, conflict.writer_path) == ("fast", "m:fast")
    assert conflict.read_ts < conflict.write_ts < backend.latest_ts
    assert backend.describe_range(conflict.index, conflict.interval) == f'[_id = "{id}"]'
    text = str(OptimisticConcurrencyConflict(conflict))
    assert "m:fast" in text


def test_inv47_five_attempts_and_then_the_exact_words() -> None:
    listener = Listener()
    backend, id = with_user(tracer=listener)
    slow = start(backend, bump, "slow", id=id)
    attempts = 0
    while not slow.done:
        slow.move_to_commit()
        mutate(backend, bump, id=id)
        slow.move()
        attempts += 1
    assert (attempts, slow.attempts) == (5, 5)
    assert isinstance(slow.outcome, Raised)
    error = slow.outcome.error
    assert isinstance(error, OptimisticConcurrencyControlFailure)
    assert str(error) == (
        'Documents read from or written to the "users" table changed while this mutation was '
        "being run and on every subsequent retry. A call to "
        f'"m.js:bump" changed the document with ID "{id}". See https://docs.convex.dev/error#1'
    )
    waits = [event.delay_ms for event in listener.events if isinstance(event, Waited)]
    assert [0 <= wait < 100 * 2**n for n, wait in enumerate(waits)] == [True] * 4
    assert backend.clock.now_ms >= sum(waits[:1])


def test_inv47_the_same_function_is_called_another_call() -> None:
    backend, id = with_user()
    path = add(backend, "mutation", bump)
    slow = backend.start(path, {"id": id})
    while not slow.done:
        slow.move_to_commit()
        backend.run(path, {"id": id})
        slow.move()
    assert isinstance(slow.outcome, Raised)
    assert "Another call to this mutation changed" in str(slow.outcome.error)


def test_a_table_that_keeps_appearing_is_a_system_conflict() -> None:
    backend, id = with_user()
    slow = start(backend, bump, "slow", id=id)
    number = 0
    while not slow.done:
        slow.move_to_commit()
        backend.load(f"fresh{number}", [{"a": 1}])
        number += 1
        slow.move()
    assert isinstance(slow.outcome, Raised)
    assert isinstance(slow.outcome.error, SystemConflictFailure)
    assert backend.describe_range("_tables.by_name", slow.outcome.error.read.interval) == "[all]"


def test_errors_of_the_function_are_not_retried() -> None:
    backend, _ = with_user()
    runs = []

    async def fail(ctx: Any) -> None:
        runs.append(1)
        raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        mutate(backend, fail)
    assert len(runs) == 1


@pytest.mark.parametrize("isolation", [Isolation.NONE, Isolation.SNAPSHOT])
def test_a_weaker_level_still_keeps_every_index_whole(isolation: Isolation) -> None:
    backend, id = with_user(isolation=isolation)
    (other,) = backend.load("users", [{"email": "b", "n": 5}])

    async def rename(ctx: Any) -> None:
        await ctx.db.get(other)
        await ctx.db.patch(id, {"email": "z"})

    slow = start(backend, rename, "slow")
    slow.move_to_commit()
    mutate(backend, bump, id=other)
    if isolation is Isolation.NONE:
        mutate(backend, bump, id=id)
    slow.finish()
    assert slow.attempts == 1
    rows = {row["_id"]: (row["email"], row["n"]) for row in backend.documents("users")}
    assert rows == {id: ("z", 0), other: ("b", 6)}
    backend.snapshots.latest.check_invariants()


@pytest.mark.parametrize(("first", "count"), [(bump, 1), (remove, 0)])
def test_without_isolation_the_last_write_wins_over_a_delete(first: Any, count: int) -> None:
    backend, id = with_user(isolation=Isolation.NONE)
    slow = start(backend, first, "slow", id=id)
    slow.move_to_commit()
    mutate(backend, remove, id=id)
    slow.finish()
    assert slow.attempts == 1
    assert len(backend.documents("users")) == count
    backend.snapshots.latest.check_invariants()


def test_a_snapshot_conflict_names_the_overwritten_document() -> None:
    listener = Listener()
    backend, id = with_user(isolation=Isolation.SNAPSHOT, tracer=listener)
    slow = start(backend, bump, "slow", id=id)
    slow.move_to_commit()
    mutate(backend, remove, id=id)
    slow.move()
    assert slow.attempts == 2
    (conflict,) = [event.read for event in listener.events if isinstance(event, Conflicted)]
    assert (conflict.index, conflict.id) == ("users.by_id", id)


def test_a_transaction_older_than_the_log_cannot_be_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(write_log, "ENTRIES_MAX", 1)
    backend, id = with_user()
    slow = start(backend, bump, "slow", id=id)
    slow.move_to_commit()
    for _ in range(4):
        backend.load("posts", [{"body": "x"}])
    slow.move()
    assert slow.attempts == 2
    slow.finish()
    assert slow.outcome == Returned(0)


def test_a_commit_that_fills_in_its_timestamp_may_also_delete() -> None:
    backend = Backend()
    (id,) = backend.load("work", [{"n": 1}])

    async def replace_by_a_new_one(ctx: Any) -> None:
        await ctx.db.delete("work", id)
        await ctx.db.insert("work", {"at": ctx.db.vars.commit_ts})

    mutate(backend, replace_by_a_new_one)
    (row,) = backend.documents("work")
    assert row["at"] == Int64(backend.latest_ts)
