"""Both forms of each method, and what a query may not do."""

from __future__ import annotations

from typing import Any

import pytest

from minivex import DeveloperError
from tests.engine.small_backend import mutate, new_backend, query


def test_both_forms_of_each_write_work() -> None:
    backend = new_backend()

    async def write(ctx: Any) -> Any:
        db = ctx.db
        first = await db.insert("users", {"email": "a"})
        second = await db.insert("users", {"email": "b"})
        await db.patch("users", first, {"n": 1})
        await db.patch(first, {"email": "aa"})
        await db.replace("users", second, {"email": "bb"})
        await db.replace(second, {"email": "bbb"})
        third = await db.insert("users", {"email": "c"})
        fourth = await db.insert("users", {"email": "d"})
        await db.delete("users", third)
        await db.delete(fourth)

    mutate(backend, write)
    assert [(row["email"], row.get("n")) for row in backend.documents("users")] == [
        ("aa", 1),
        ("bbb", None),
    ]


def test_the_table_of_the_longer_form_must_be_right() -> None:
    backend = new_backend()
    (id,) = backend.load("users", [{"email": "a"}])

    async def write(ctx: Any) -> None:
        await ctx.db.delete("posts", id)

    with pytest.raises(DeveloperError, match=r'`db.delete`: expected to be an Id<"posts">'):
        mutate(backend, write)


@pytest.mark.parametrize("method", ["insert", "patch", "replace", "delete"])
def test_inv54_a_query_does_not_write(method: str) -> None:
    async def write(ctx: Any) -> None:
        getattr(ctx.db, method)

    with pytest.raises(DeveloperError, match=f"its ctx.db has no {method}"):
        query(new_backend(), write)


def test_an_unknown_method_is_an_unknown_attribute() -> None:
    async def count(ctx: Any) -> None:
        ctx.db.count("users")

    with pytest.raises(AttributeError, match="count"):
        query(new_backend(), count)
