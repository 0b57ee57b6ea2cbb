"""``ctx.db.system``: its own door, and the texts at the wrong one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from minivex import Backend, FunctionReference
from minivex.errors import IndexNotFoundError, InvalidArgumentError
from minivex.values.ids import encode_id
from tests.engine.small_backend import add, conflicts, mutate, new_backend, query

WRONG_DOOR = "System tables can only be accessed with db.system."


@pytest.fixture
def backend() -> Backend:
    backend = new_backend()

    async def nothing(ctx: Any) -> None:
        await ctx.db.query("posts").first()

    add(backend, "mutation", nothing)
    return backend


def job(backend: Backend) -> str:
    async def plan(ctx: Any) -> Any:
        return await ctx.scheduler.run_after(5, FunctionReference("m:nothing"))

    return str(mutate(backend, plan))


def refused(backend: Backend, read: Any, message: str) -> None:
    async def run(ctx: Any) -> None:
        step = read(ctx)
        if hasattr(step, "__await__"):
            await step

    with pytest.raises(InvalidArgumentError, match=re.escape(message)):
        mutate(backend, run)


def test_system_documents_are_read_like_any_other(backend: Backend) -> None:
    id = job(backend)

    async def read(ctx: Any) -> Any:
        system = ctx.db.system
        rows = await system.query("_scheduled_functions").order("desc").take(5)
        return [
            await system.get(id) == await system.get("_scheduled_functions", id) == rows[0],
            await system.query("_storage").collect(),
            system.normalize_id("_scheduled_functions", id) == id,
            system.normalize_id("_storage", id),
            await system.get(encode_id(12_345, bytes(16))),
        ]

    assert query(backend, read) == [True, [], True, None, None]


def test_a_read_of_a_system_table_conflicts_like_any_other(backend: Backend) -> None:
    async def look(ctx: Any) -> None:
        rows = await ctx.db.system.query("_scheduled_functions").collect()
        await ctx.db.insert("posts", {"body": str(len(rows))})

    async def plan(ctx: Any) -> None:
        await ctx.scheduler.run_after(5, FunctionReference("m:nothing"))

    async def blind(ctx: Any) -> None:
        await ctx.db.insert("users", {"email": "x"})

    assert conflicts(backend, look, plan)
    assert not conflicts(backend, look, blind)
    assert not conflicts(backend, plan, plan)


def test_each_kind_of_table_has_its_own_door(backend: Backend) -> None:
    id = job(backend)
    (user,) = backend.load("users", [{"email": "a"}])
    refused(backend, lambda ctx: ctx.db.get(id), WRONG_DOOR)
    refused(backend, lambda ctx: ctx.db.get("_scheduled_functions", id), WRONG_DOOR)
    refused(
        backend,
        lambda ctx: ctx.db.query("_storage"),
        "System tables can only be accessed from db.system.query().",
    )
    refused(
        backend,
        lambda ctx: ctx.db.normalize_id("_storage", id),
        "System tables can only be accessed from db.system.normalizeId().",
    )
    user_door = "User tables cannot be accessed with db.system."
    refused(backend, lambda ctx: ctx.db.system.get(user), user_door)
    refused(backend, lambda ctx: ctx.db.system.get("users", user), user_door)
    refused(
        backend,
        lambda ctx: ctx.db.system.query("users"),
        "User tables can only be accessed from db.query().",
    )
    refused(
        backend,
        lambda ctx: ctx.db.system.normalize_id("users", user),
        "User tables can only be accessed from db.normalizeId().",
    )


def test_functions_do_not_write_system_tables(backend: Backend) -> None:
    id = job(backend)
    read_only = "System tables (prefixed with `_`) are read-only."
    refused(backend, lambda ctx: ctx.db.insert("_storage", {"a": 1}), read_only)
    refused(backend, lambda ctx: ctx.db.patch(id, {"a": 1}), read_only)
    refused(backend, lambda ctx: ctx.db.replace(id, {"a": 1}), read_only)
    refused(backend, lambda ctx: ctx.db.delete(id), read_only)


def test_what_belongs_to_the_engine_alone_has_no_door(backend: Backend) -> None:
    refused(
        backend, lambda ctx: ctx.db.system.query("_file_contents"), "There is no system table _file"
    )
    refused(backend, lambda ctx: ctx.db.system.query(5), "Must provide arg 1 `tableName`")

    async def through_a_hidden_index(ctx: Any) -> Any:
        table = ctx.db.system.query("_scheduled_functions")
        return await table.with_index("_by_state", lambda q: q.eq("state.kind", "x")).collect()

    with pytest.raises(IndexNotFoundError, match="_by_state not found"):
        query(backend, through_a_hidden_index)
