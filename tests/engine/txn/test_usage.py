"""What a call uses: each limit trips at one more than it allows, with the words of Convex."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from minivex import Backend, ConvexError, FunctionReference
from minivex.errors import LimitError
from minivex.txn.limits import LIMITS, Limits
from tests.engine.small_backend import SCHEMA, act, add, mutate, query

SMALL = Limits(
    documents_read=10,
    bytes_read=2_000,
    ranges_read=5,
    documents_written=10,
    bytes_written=2_000,
    functions_scheduled=3,
    scheduled_bytes=500,
    arguments_bytes=1_000,
    result_bytes=1_000,
)
HELP = (
    "Consider using smaller limits in your queries, paginating your queries, or using indexed "
    "queries with a selective index range expressions."
)


def backend_with(documents: int = 0, limits: Limits = SMALL) -> Backend:
    backend = Backend(schema=SCHEMA, limits=limits)
    backend.load("posts", [{"body": f"{n:03}"} for n in range(documents)])
    return backend


def refused(run: Callable[[], object], message: str) -> None:
    with pytest.raises(LimitError) as refusal:
        run()
    assert refusal.value.message == message


@pytest.mark.parametrize("is_filtered", [False, True])
def test_inv75_the_eleventh_document_is_too_many_whether_it_is_kept_or_not(
    is_filtered: bool,
) -> None:
    async def read(ctx: Any, count: Any) -> Any:
        posts = ctx.db.query("posts")
        if is_filtered:
            posts = posts.filter(lambda q: q.eq(q.field("body"), "none"))
        return len(await posts.take(int(count)))

    limit = "Too many documents read in a single function execution (limit: 10). " + HELP
    assert query(backend_with(10), read, count=99) == (0 if is_filtered else 10)
    refused(lambda: query(backend_with(11), read, count=99), limit)
    if not is_filtered:
        assert query(backend_with(11), read, count=10) == 10


def test_inv75_a_document_that_is_read_twice_counts_twice() -> None:
    backend = backend_with(1)
    id = backend.documents("posts")[0]["_id"]

    async def read(ctx: Any, times: Any) -> None:
        for _ in range(int(times)):
            await ctx.db.get(id)

    query(backend, read, times=10)
    with pytest.raises(LimitError, match="Too many documents read"):
        query(backend, read, times=11)


def test_inv75_bytes_that_are_read_count() -> None:
    limits = Limits(bytes_read=2_000)

    async def read(ctx: Any) -> Any:
        return len([row async for row in ctx.db.query("posts")])

    size = 73  # _id, _creationTime and a body of three letters
    fits, backend = 2_000 // size, backend_with(2_000 // size, limits)
    assert query(backend, read) == fits
    refused(
        lambda: query(backend_with(fits + 1, limits), read),
        f"Too many bytes read in a single function execution (limit: 2000 bytes). {HELP}",
    )


def test_inv76_ranges_count_after_merging() -> None:
    backend = backend_with(8)

    async def read(ctx: Any, bodies: Any) -> None:
        for body in bodies:
            await (
                ctx.db.query("posts")
                .with_index("by_body", lambda q, b=body: q.eq("body", b))
                .first()
            )

    query(backend, read, bodies=["000", "002", "004", "006", "000"] + ["002"] * 5)
    query(backend, read, bodies=["a", "c", "e", "g", "i", "a"])
    refused(
        lambda: query(backend, read, bodies=["a", "c", "e", "g", "i", "k"]),
        f"Too many reads in a single function execution (limit: 5). {HELP}",
    )
    refused(
        lambda: query(backend, read, bodies=["a", "a", "c", "c", "e", "g", "i", "a", "k"]),
        f"Too many reads in a single function execution (limit: 5). {HELP}",
    )


def test_a_get_that_finds_nothing_counts_a_range_and_no_document() -> None:
    backend = backend_with(limits=Limits(documents_read=1, ranges_read=2))
    ids = backend.load("users", [{"email": str(n)} for n in range(3)])

    async def drop(ctx: Any) -> None:
        for id in ids:
            await ctx.db.delete(id)

    with pytest.raises(LimitError, match="Too many documents read"):
        mutate(backend, drop)
    backend.limits = LIMITS
    mutate(backend, drop)
    backend.limits = Limits(documents_read=1, ranges_read=2)

    async def look(ctx: Any, count: Any) -> None:
        for id in ids[: int(count)]:
            assert await ctx.db.get(id) is None

    query(backend, look, count=2)
    with pytest.raises(LimitError, match="Too many reads"):
        query(backend, look, count=3)


def test_inv75_the_eleventh_write_is_too_many() -> None:
    async def write(ctx: Any, count: Any) -> None:
        for _ in range(int(count)):
            await ctx.db.insert("posts", {"body": "x"})

    backend = backend_with()
    mutate(backend, write, count=10)
    refused(
        lambda: mutate(backend, write, count=11),
        "Too many writes in a single function execution (limit: 10)",
    )
    assert len(backend.documents("posts")) == 10


def test_inv75_every_write_of_one_document_counts_and_a_delete_weighs_nothing() -> None:
    backend = backend_with(1, Limits(documents_written=3, bytes_written=160))

    async def write(ctx: Any, times: Any, ends: Any) -> None:
        row = await ctx.db.query("posts").first()
        for n in range(int(times)):
            await ctx.db.patch(row["_id"], {"body": f"v{n}x"})
        if ends:
            await ctx.db.delete(row["_id"])

    refused(
        lambda: mutate(backend, write, times=3, ends=False),
        "Too many bytes written in a single function execution (limit: 160 B)",
    )
    mutate(backend, write, times=2, ends=True)


def test_inv75_the_fourth_schedule_is_too_many() -> None:
    backend = backend_with()

    async def nothing(ctx: Any, **_: Any) -> None:
        await ctx.db.query("posts").take(0)

    async def plan(ctx: Any, count: Any, what: Any) -> None:
        for _ in range(int(count)):
            await ctx.scheduler.run_after(0, FunctionReference("m:nothing"), {"what": what})

    add(backend, "mutation", nothing)
    mutate(backend, plan, count=3, what="x")
    refused(
        lambda: mutate(backend, plan, count=4, what="x"),
        "Too many functions scheduled by this mutation (limit: 3)",
    )
    refused(
        lambda: mutate(backend, plan, count=2, what="x" * 250),
        "Too large total size of the arguments of scheduled functions from this mutation "
        "(limit: 500 bytes)",
    )
    act(backend, plan, count=4, what="x")


def test_inv53_what_a_nested_call_used_stays_used() -> None:
    backend = backend_with(6)

    async def inner(ctx: Any) -> None:
        await ctx.db.query("posts").collect()
        raise ConvexError("no")

    async def outer(ctx: Any) -> None:
        try:
            await ctx.run_mutation(FunctionReference("m:inner"))
        except ConvexError:
            await ctx.db.query("posts").collect()

    add(backend, "mutation", inner)
    with pytest.raises(LimitError, match="Too many documents read"):
        mutate(backend, outer)


def test_inv75_the_error_can_be_caught_but_the_count_stays() -> None:
    async def insist(ctx: Any) -> Any:
        failures = 0
        for _ in range(3):
            try:
                await ctx.db.query("posts").collect()
            except LimitError:
                failures += 1
        return failures

    assert query(backend_with(11), insist) == 3


def test_the_tables_of_the_system_are_not_counted() -> None:
    backend = backend_with(limits=Limits(documents_read=1, ranges_read=1, documents_written=1))

    async def nothing(ctx: Any) -> None:
        await ctx.db.query("posts").take(0)

    async def plan(ctx: Any) -> Any:
        id = None
        for _ in range(5):
            id = await ctx.scheduler.run_after(0, FunctionReference("m:nothing"))
        assert id is not None
        await ctx.db.system.get(id)
        jobs = ctx.db.system.query("_scheduled_functions")
        await jobs.filter(lambda q: q.neq(q.field("name"), "")).collect()
        jobs = ctx.db.system.query("_scheduled_functions")
        assert len(await jobs.filter(lambda q: q.neq(q.field("name"), "")).take(3)) == 3
        await ctx.db.insert("posts", {"body": "one"})
        return len([job async for job in ctx.db.system.query("_scheduled_functions")])

    add(backend, "mutation", nothing)
    assert mutate(backend, plan) == 5
