"""What a query finds, with own writes in the way."""

from __future__ import annotations

from typing import Any

import pytest

from minivex.errors import IndexNotFoundError, NotUniqueError
from tests.engine.small_backend import mutate, new_backend, query


def emails(rows: Any) -> str:
    return "".join(row["email"] for row in rows)


def test_inv17_rows_come_in_key_order_and_backwards_in_reverse() -> None:
    backend = new_backend()
    backend.load(
        "users", [{"email": letter, "n": n} for letter, n in zip("bdac", [1, 2, 1, 2], strict=True)]
    )

    async def read(ctx: Any) -> list[str]:
        by_n = ctx.db.query("users").with_index
        return [
            emails(await by_n("by_email").collect()),
            emails(await by_n("by_n").collect()),
            emails(await by_n("by_n").order("desc").collect()),
            emails(await ctx.db.query("users").collect()),
            emails(await ctx.db.query("users").order("desc").take(2)),
            str(len(await by_n("by_id").collect())),
        ]

    assert query(backend, read) == ["abcd", "badc", "cdab", "bdac", "ca", "4"]


def test_inv20_the_ends_of_a_query() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "a"}, {"email": "b"}, {"email": "b"}])

    async def read(ctx: Any, email: str) -> Any:
        def found() -> Any:
            return ctx.db.query("users").with_index("by_email", lambda q: q.eq("email", email))

        return [
            await found().take(0),
            len(await found().take(5)),
            (await found().first() or {}).get("email"),
            await found().unique(),
        ]

    assert query(backend, read, email="x") == [[], 0, None, None]
    assert query(backend, read, email="a")[1:3] == [1, "a"]
    with pytest.raises(NotUniqueError) as caught:
        query(backend, read, email="b")
    first, second = (str(row["_id"]) for row in backend.documents("users")[1:])
    assert caught.value.message == (
        f"unique() query returned more than one result from table users:\n [{first}, {second}, ...]"
    )


def test_inv22_unknown_staged_and_missing() -> None:
    backend = new_backend()

    async def read(ctx: Any, table: str, index: str) -> Any:
        return await ctx.db.query(table).with_index(index).collect()

    assert query(backend, read, table="nowhere", index="by_creation_time") == []
    for table, index, text in [
        ("nowhere", "by_x", "Index nowhere.by_x not found."),
        ("users", "by_x", "Index users.by_x not found."),
        (
            "posts",
            "by_author",
            (
                "Index posts.by_author is currently staged and not available to query until it is "
                "enabled."
            ),
        ),
    ]:
        with pytest.raises(IndexNotFoundError) as caught:
            query(backend, read, table=table, index=index)
        assert caught.value.message == text


def test_inv23_a_filter_keeps_the_order_of_what_it_keeps() -> None:
    backend = new_backend()
    backend.load("users", [{"email": f"{n:03}", "n": n % 7} for n in range(300)])

    async def read(ctx: Any) -> Any:
        def even() -> Any:
            return (
                ctx.db.query("users")
                .with_index("by_n")
                .filter(lambda q: q.eq(q.mod(q.field("n"), 2), 0))
            )

        return [await even().collect(), await even().take(150), await even().order("desc").take(3)]

    everything, many, last = query(backend, read)
    rows: list[Any] = backend.documents("users")
    plain = sorted(rows, key=lambda row: row["n"])
    assert everything == [row for row in plain if row["n"] % 2 == 0]
    assert many == everything[:150]
    assert last == everything[:-4:-1]


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9])
def test_inv27_own_writes_are_visible_in_every_index(order: str, limit: int) -> None:
    backend = new_backend()
    ids = backend.load("users", [{"email": letter} for letter in "bdfh"])

    async def change(ctx: Any) -> Any:
        await ctx.db.delete(ids[0])
        await ctx.db.patch(ids[1], {"email": "z"})
        await ctx.db.insert("users", {"email": "a"})
        await ctx.db.insert("users", {"email": "g"})
        rows = await ctx.db.query("users").with_index("by_email").order(order).take(limit)
        bounded = (
            await ctx.db.query("users")
            .with_index("by_email", lambda q: q.gt("email", "a").lt("email", "h"))
            .collect()
        )
        count = 0
        async for _ in ctx.db.query("users"):
            count += 1
        return [emails(rows), emails(bounded), count]

    expected = "afghz" if order == "asc" else "zhgfa"
    assert mutate(backend, change) == [expected[:limit], "fg", 5]
    backend.snapshots.latest.check_invariants()


def test_an_iteration_sees_what_is_written_ahead_of_it() -> None:
    backend = new_backend()
    backend.load("users", [{"email": "a"}, {"email": "c"}])

    async def walk(ctx: Any) -> str:
        seen = ""
        async for row in ctx.db.query("users").with_index("by_email").filter(lambda _: True):
            seen += row["email"]
            if row["email"] == "a":
                await ctx.db.insert("users", {"email": "b"})
        return seen

    assert mutate(backend, walk) == "abc"
