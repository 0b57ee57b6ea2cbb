"""``ctx.db.table(…)``: the same reads and writes, with the table named once."""

from __future__ import annotations

from typing import Any

import pytest

from minivex.errors import InvalidArgumentError
from tests.engine.small_backend import Listener, mutate, new_backend, query


def test_a_table_reads_and_writes_its_own_documents() -> None:
    backend = new_backend()

    async def work(ctx: Any) -> Any:
        posts = ctx.db.table("posts")
        id = await posts.insert({"body": "a"})
        await posts.patch(id, {"body": "b"})
        seen = (await posts.get(id))["body"]
        await posts.replace(id, {"body": "c"})
        rows = await posts.query().with_index("by_body", lambda q: q.eq("body", "c")).collect()
        await posts.delete(id)
        return [seen, len(rows), await posts.get(id)]

    assert mutate(backend, work) == ["b", 1, None]


def test_an_id_of_another_table_is_refused() -> None:
    backend = new_backend()
    (user,) = backend.load("users", [{"email": "a"}])

    async def read(ctx: Any) -> Any:
        return await ctx.db.table("posts").get(user)

    with pytest.raises(InvalidArgumentError, match='expected to be an Id<"posts">, got Id<"users"'):
        query(backend, read)


def test_a_query_only_reads_and_system_tables_have_their_own_door() -> None:
    backend = new_backend()

    async def write(ctx: Any) -> Any:
        return await ctx.db.table("posts").insert({"body": "x"})

    with pytest.raises(AttributeError):
        query(backend, write)

    async def system(ctx: Any, name: Any) -> Any:
        return ctx.db.table(name)

    with pytest.raises(InvalidArgumentError, match="System tables can only be accessed"):
        query(backend, system, name="_storage")
    with pytest.raises(InvalidArgumentError, match="Must provide arg 1 `tableName` to `table`"):
        mutate(backend, system, name=5)


def test_a_step_names_the_table_and_the_line() -> None:
    backend = new_backend()
    backend.tracer = listener = Listener()

    async def read(ctx: Any) -> Any:
        return await ctx.db.table("posts").get("x")

    with pytest.raises(Exception, match="Unable to decode ID"):
        query(backend, read)
    details = [getattr(event, "detail", "") for event in listener.events]
    assert "ctx.db.table('posts').get('posts', 'x')" in details
