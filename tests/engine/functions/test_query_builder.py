"""Building a query: what may be chained, and what is used up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from minivex import DeveloperError
from tests.engine.small_backend import new_backend, query

CHAINED_TWICE = "A query can only be chained once and can't be chained after iteration begins."
CHAINED = "This query has been chained with another operator and can't be reused."
CLOSED = "This query is closed and can't emit any more values."


async def collected(q: Any) -> Any:
    await q.collect()
    return q


async def chained(q: Any) -> Any:
    q.filter(lambda _: True)
    return q


async def taken(q: Any) -> Any:
    await q.take(1)
    return q


async def begun(q: Any) -> Any:
    return aiter(q)


async def iterated(q: Any) -> Any:
    async for _ in q:
        pass
    return q


@pytest.mark.parametrize(
    ("before", "misuse", "text"),
    [
        (chained, lambda q: q.filter(lambda _: True), CHAINED_TWICE),
        (collected, lambda q: q.order("asc"), CHAINED_TWICE),
        (chained, lambda q: q.collect(), CHAINED),
        (chained, aiter, CHAINED),
        (collected, lambda q: q.first(), CHAINED_TWICE),
        (collected, lambda q: q.unique(), CHAINED_TWICE),
        (collected, lambda q: q.collect(), CLOSED),
        (taken, lambda q: q.collect(), CHAINED),
        (iterated, lambda q: q.take(1), CHAINED_TWICE),
        (iterated, lambda q: q.collect(), CLOSED),
        (iterated, anext, CLOSED),
        (iterated, aiter, CLOSED),
        (begun, aiter, "Iteration can only begin on a query once."),
        (None, lambda q: q.order("desc"), "Queries may only specify order at most once"),
        (None, lambda q: q.take(-1), "Arg 1 `n` to `take` must be a non-negative integer"),
        (None, lambda q: q.take(1.5), "Arg 1 `n` to `take` must be a non-negative integer"),
        (None, lambda q: q.take(True), "Arg 1 `n` to `take` must be a non-negative integer"),
        (
            None,
            lambda q: q.with_index("by_email"),
            (
                "with_index('by_email') comes right after ctx.db.query(…): choose the index first, "
                "then order and filter."
            ),
        ),
    ],
)
def test_inv21_a_query_is_used_once(
    before: Callable[[Any], Any] | None, misuse: Callable[[Any], Any], text: str
) -> None:
    async def read(ctx: Any) -> str:
        built = ctx.db.query("users").order("asc")
        if before is not None:
            built = await before(built)
        with pytest.raises(DeveloperError) as caught:
            misuse(built)
        return caught.value.message

    assert query(new_backend(), read) == text


@pytest.mark.parametrize(
    ("misuse", "text"),
    [
        (lambda db: db.query(5), "Must provide arg 1 `tableName` to `query`"),
        (lambda db: db.query("_x"), "can only be accessed from db.system.query"),
        (lambda db: db.query("users").with_index(None), "Must provide arg 1 `indexName`"),
        (lambda db: db.query("users").with_index("by_n", lambda _: None), "returned None"),
        (lambda db: db.query("users").order("up"), 'order takes "asc" or "desc", and got \'up\''),
        (lambda db: db.query("users").take("3"), "non-negative integer"),
    ],
)
def test_wrong_arguments_are_explained(misuse: Callable[[Any], Any], text: str) -> None:
    async def read(ctx: Any) -> str:
        with pytest.raises(DeveloperError, match=text):
            misuse(ctx.db)
        return "refused"

    assert query(new_backend(), read) == "refused"


def test_a_table_can_be_read_again_and_again() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "a"}, {"email": "b"}])

    async def read(ctx: Any) -> Any:
        users = ctx.db.query("users")
        found = [
            len(await users.collect()),
            len(await users.take(1.0)),
            (await users.first())["email"],
            len(await users.filter(lambda _: True).collect()),
            len(await users.full_table_scan().take(5)),
            0,
        ]
        async for _ in users:
            found[-1] += 1
        await ctx.db.query("posts").unique()
        return [*found, repr(users), repr(users.order("desc").filter(lambda _: True))]

    assert query(backend, read) == [
        *(2, 1, "a", 2, 2, 2),
        "ctx.db.query('users')",
        "ctx.db.query('users').order('desc').filter(…)",
    ]


def test_a_query_has_room_for_256_filters() -> None:
    async def read(ctx: Any) -> Any:
        found = ctx.db.query("users").filter(lambda _: True)
        for _ in range(255):
            found = found.filter(lambda _: True)
        return found.filter(lambda _: True)

    with pytest.raises(DeveloperError, match="more than 256 operators"):
        query(new_backend(), read)


def test_the_next_document_may_have_a_default() -> None:
    backend = new_backend()
    backend.load("posts", [{"body": "a"}, {"body": "b"}])

    async def look(ctx: Any) -> Any:
        rows = aiter(ctx.db.query("posts"))
        first = await anext(rows)
        found = [first, await anext(rows, None), await anext(rows, None)]
        return [row and row["body"] for row in found]

    assert query(backend, look) == ["a", "b", None]
