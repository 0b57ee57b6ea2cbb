"""Calls inside calls: what they see, what they may use, and what is undone."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import Backend, FunctionReference, Isolation
from minivex.errors import InvalidArgumentError, LimitError
from minivex.txn.limits import LIMITS
from tests.engine.small_backend import add, conflicts, mutate, new_backend, query

LIST = FunctionReference("m:list_posts")
READ = FunctionReference("m:read_again")
WRITE = FunctionReference("m:write")


async def list_posts(ctx: Any, n: float = 100) -> Any:
    return [row["body"] async for row in ctx.db.query("posts")][: int(n)]


async def read_again(ctx: Any) -> Any:
    return [await ctx.run_query(LIST), await ctx.meta.get_transaction_metrics()]


async def write(ctx: Any, count: float = 1) -> Any:
    for n in range(int(count)):
        await ctx.db.insert("posts", {"body": f"new {n}"})


def backend_with(count: int = 2, **options: Any) -> Backend:
    backend = new_backend(**options)
    backend.load("posts", [{"body": "ab"[n % 2]} for n in range(count)])
    add(backend, "query", list_posts)
    add(backend, "query", read_again)
    add(backend, "mutation", write)
    return backend


def test_a_stale_snapshot_shows_nothing_that_the_mutation_wrote() -> None:
    async def work(ctx: Any) -> Any:
        await ctx.db.insert("posts", {"body": "mine"})
        fresh = await ctx.run_query(LIST)
        stale = await ctx.run_query(LIST, {}, use_stale_snapshot=True)
        deeper, metrics = await ctx.run_query(READ, {}, use_stale_snapshot=True)
        return [fresh, stale, deeper, metrics["documentsRead"]["used"]]

    assert mutate(backend_with(), work) == [["a", "b", "mine"], ["a", "b"], ["a", "b"], 7]


def test_what_a_stale_snapshot_showed_is_not_checked_at_the_commit() -> None:
    async def stale(ctx: Any) -> None:
        rows = await ctx.run_query(LIST, {}, use_stale_snapshot=True)
        await ctx.db.insert("users", {"email": str(len(rows))})

    async def fresh(ctx: Any) -> None:
        rows = await ctx.run_query(LIST)
        await ctx.db.insert("users", {"email": str(len(rows))})

    backend = backend_with()
    assert conflicts(backend, fresh, write)
    assert not conflicts(backend, stale, write)
    assert [row["email"] for row in backend.documents("users")] == ["3", "3"]
    assert len(backend.documents("posts")) == 4


def test_a_mutation_that_checks_on_a_stale_snapshot_gives_serialisability_up() -> None:
    """Two that claim what they saw free both get it, and no isolation level tells them."""

    async def claim(ctx: Any) -> None:
        if not await ctx.run_query(LIST, {}, use_stale_snapshot=True):
            await ctx.db.insert("posts", {"body": "claimed"})

    backend = backend_with(0, isolation=Isolation.SERIALIZABLE)
    path = add(backend, "mutation", claim)
    calls = [backend.start(path), backend.start(path)]
    for call in calls:
        call.move_to_commit()
    for call in calls:
        call.finish()
    assert len(backend.documents("posts")) == 2


def test_a_query_has_no_stale_snapshot_to_ask_for() -> None:
    async def look(ctx: Any) -> Any:
        return await ctx.run_query(LIST, {}, use_stale_snapshot=True)

    with pytest.raises(InvalidArgumentError) as caught:
        query(backend_with(), look)
    assert caught.value.message == "`useStaleSnapshot` is only supported in mutations, not queries."


def test_a_table_that_the_mutation_made_is_not_in_the_stale_snapshot() -> None:
    backend = backend_with()

    async def count(ctx: Any) -> Any:
        return len(await ctx.db.query("fresh").collect())

    async def work(ctx: Any) -> Any:
        await ctx.db.insert("fresh", {"n": 1})
        counts = FunctionReference("m:count")
        return [
            await ctx.run_query(counts),
            await ctx.run_query(counts, {}, use_stale_snapshot=True),
        ]

    add(backend, "query", count)
    assert mutate(backend, work) == [1, 0]


def test_a_budget_counts_from_where_the_caller_is() -> None:
    async def work(ctx: Any) -> Any:
        await ctx.run_query(LIST)
        found = await ctx.run_query(LIST, {}, transaction_limits={"documents_read": 5})
        with pytest.raises(LimitError, match=r"documents read .* \(limit: 14\)"):
            await ctx.run_query(LIST, {}, transaction_limits={"documents_read": 4})
        await ctx.run_query(LIST)
        metrics = await ctx.meta.get_transaction_metrics()
        return [len(found), metrics["documentsRead"]]

    assert mutate(backend_with(5), work) == [
        5,
        {"used": 20, "remaining": LIMITS.documents_read - 20},
    ]


def test_a_budget_never_raises_a_limit_and_reaches_calls_inside() -> None:
    backend = backend_with(5, limits=LIMITS.scaled(10_000))

    async def work(ctx: Any) -> Any:
        with pytest.raises(LimitError, match=r"\(limit: 3\)"):
            await ctx.run_query(LIST, {}, transaction_limits={"documents_read": 50})
        return "went on"

    assert mutate(backend, work) == "went on"
    other = backend_with(5)

    async def outer(ctx: Any) -> Any:
        with pytest.raises(LimitError, match=r"\(limit: 3\)"):
            await ctx.run_query(READ, {}, transaction_limits={"documents_read": 3})

    mutate(other, outer)


def test_a_budget_of_writes_and_ranges_is_kept() -> None:
    async def work(ctx: Any) -> Any:
        await ctx.run_mutation(WRITE, {"count": 2}, transaction_limits={"documents_written": 2})
        with pytest.raises(LimitError, match=r"Too many writes .* \(limit: 4\)"):
            await ctx.run_mutation(WRITE, {"count": 3}, transaction_limits={"documents_written": 2})
        with pytest.raises(LimitError, match=r"Too many reads .* \(limit: 0\)"):
            await ctx.run_query(LIST, {}, transaction_limits={"database_queries": 0})

    backend = backend_with()
    mutate(backend, work)
    assert len(backend.documents("posts")) == 4


@pytest.mark.parametrize("wrong", [{"bytesRead": 1}, {"bytes_read": -1}, {"bytes_read": True}])
def test_a_budget_that_cannot_be_is_refused(wrong: Any) -> None:
    async def work(ctx: Any) -> None:
        await ctx.run_query(LIST, {}, transaction_limits=wrong)

    with pytest.raises(InvalidArgumentError, match="transaction limit"):
        mutate(backend_with(), work)
