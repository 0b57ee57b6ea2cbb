"""A backend that is opened again: data, ids, time, indexes, jobs."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import (
    Backend,
    Function,
    MemoryStorage,
    VirtualClock,
    cron_jobs,
    define_schema,
    define_table,
    internal,
    v,
)
from minivex.errors import SchemaValidationError
from tests.engine.small_backend import SCHEMA, add, jobs_of, mutate, new_backend, query, user_tables


def opened(storage: MemoryStorage, **options: Any) -> Backend:
    """Open a copy of a storage, so that it can be opened again."""
    return Backend.open(MemoryStorage(storage.read()), **{"schema": SCHEMA, **options})


async def insert(ctx: Any, email: str = "a") -> Any:
    return await ctx.db.insert("users", {"email": email, "n": 1})


async def note(ctx: Any) -> None:
    await ctx.db.insert("posts", {"body": "noted"})


def test_a_new_log_begins_like_a_backend_in_memory() -> None:
    backend, other = Backend.open(MemoryStorage(), schema=SCHEMA, seed=3), new_backend(seed=3)
    assert mutate(backend, insert) == mutate(other, insert)
    assert backend.documents("users") == other.documents("users")
    assert backend.latest_ts == other.latest_ts


def test_everything_is_there_again_and_time_goes_on() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage, schema=SCHEMA, clock=VirtualClock(5_000))
    for email in "cab":
        mutate(backend, insert, email=email)
    backend.clock.advance(100)
    backend.load("others", [{"n": 1}])
    again = opened(storage, clock=VirtualClock(1_000))
    assert again.latest_ts == backend.latest_ts
    assert again.clock.now_ms == 5_100
    assert opened(storage, clock=VirtualClock(9_000)).clock.now_ms == 9_000
    for table in ("users", "others"):
        assert again.documents(table) == backend.documents(table)
    assert again.snapshots.latest.registry.numbers == backend.snapshots.latest.registry.numbers
    again.snapshots.latest.check_invariants()

    async def by_email(ctx: Any) -> list[str]:
        rows = await ctx.db.query("users").with_index("by_email").collect()
        return [row["email"] for row in rows]

    assert query(again, by_email) == ["a", "b", "c"]
    known = {row["_id"] for row in again.documents("users")}
    last: Any = again.documents("users")[-1]["_creationTime"]
    id = mutate(again, insert)
    assert id not in known
    following: Any = again.documents("users")[-1]["_creationTime"]
    assert following > last
    assert again.latest_ts > backend.latest_ts


def test_opening_twice_gives_the_same_backend() -> None:
    storage = MemoryStorage()
    mutate(Backend.open(storage, schema=SCHEMA), insert)
    first, second = opened(storage), opened(storage)
    assert mutate(first, insert) == mutate(second, insert)
    assert first.documents("users") == second.documents("users")


def test_who_began_before_a_crash_of_the_process_cannot_have_committed() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage, schema=SCHEMA)
    call = backend.start(add(backend, "mutation", insert), {})
    call.move_to_commit()
    assert opened(storage).documents("users") == []


def test_tables_keep_their_numbers_when_the_schema_changes() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage, schema=SCHEMA)
    ids = backend.load("users", [{"email": "a", "n": 2}, {"email": "b", "n": 1}])
    backend.load("extra", [{"n": 1}])
    wider = define_schema(
        {
            "admins": define_table({}),
            "users": define_table(v.any()).index("by_number", ["n"]),
        }
    )
    copy = MemoryStorage(storage.read())
    again = Backend.open(copy, schema=wider)
    assert user_tables(again.snapshots.latest.registry) == {
        "posts": 10_001,
        "users": 10_002,
        "extra": 10_003,
        "admins": 10_004,
    }

    async def by_number(ctx: Any) -> list[str]:
        rows = await ctx.db.query("users").with_index("by_number").collect()
        return [row["_id"] for row in rows]

    assert query(again, by_number) == ids[::-1]
    again.load("admins", [{}])
    without = Backend.open(copy)
    assert without.documents("admins") == again.documents("admins")
    assert without.snapshots.latest.registry.numbers == again.snapshots.latest.registry.numbers


def test_a_schema_that_the_documents_do_not_match_is_refused() -> None:
    storage = MemoryStorage()
    Backend.open(storage, schema=SCHEMA).load("users", [{"email": "a"}])
    before = storage.read()
    with pytest.raises(SchemaValidationError):
        Backend.open(storage, schema=define_schema({"users": define_table({"name": v.string()})}))
    assert storage.read() == before


def test_what_a_crash_cut_off_is_cleared_away() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage, schema=SCHEMA)
    mutate(backend, insert)
    storage.append(b"half a record")
    again = Backend.open(storage, schema=SCHEMA)
    mutate(again, insert)
    assert len(opened(storage).documents("users")) == 2


def test_a_scheduled_mutation_runs_after_the_process_came_back() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage, schema=SCHEMA)
    add(backend, "mutation", note)

    async def later(ctx: Any) -> None:
        await ctx.scheduler.run_after(1_000, "m:note", {})

    mutate(backend, later)
    again = opened(storage, functions=backend.functions)
    assert jobs_of(again) == jobs_of(backend)
    assert again.advance(999) == 0
    assert again.advance(1) == 1
    assert len(again.documents("posts")) == 1


def test_an_action_that_had_begun_has_failed() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage, schema=SCHEMA)

    async def act(ctx: Any) -> None:
        await ctx.run_mutation("m:note", {})

    add(backend, "mutation", note)
    add(backend, "action", act)

    async def later(ctx: Any) -> None:
        await ctx.scheduler.run_after(0, "m:act", {})

    mutate(backend, later)
    work = backend.start_due()
    assert work is not None
    work.move()
    assert jobs_of(backend)[0]["state"] == {"kind": "inProgress"}
    again = opened(storage, functions=backend.functions)
    assert jobs_of(again)[0]["state"]["kind"] == "failed"
    assert again.run_due() == 0
    assert again.documents("posts") == []


def test_cron_jobs_go_on_and_those_that_are_no_more_are_gone() -> None:
    storage = MemoryStorage()
    crons = cron_jobs()
    crons.interval("noting", {"seconds": 10}, internal.m.note)
    functions = {"m:note": Function("mutation", note, path="m:note")}
    backend = Backend.open(storage, schema=SCHEMA, functions=functions, crons=crons)
    backend.advance(15_000)
    again = opened(storage, functions=functions, crons=crons)
    assert again.documents("_cron_jobs") == backend.documents("_cron_jobs")
    count = len(again.documents("posts"))
    again.advance(20_000)
    assert len(again.documents("posts")) == count + 2
    assert opened(storage, functions=functions).documents("_cron_jobs") == []


def test_a_log_outlives_what_only_the_memory_knew() -> None:
    storage = MemoryStorage()
    backend = Backend.open(storage, schema=SCHEMA)
    backend.crash()
    mutate(backend, insert)
    fork = backend.fork()
    mutate(fork, insert)
    assert opened(storage).documents("users") == backend.documents("users")
