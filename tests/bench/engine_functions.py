"""The application that the engine is measured with: a schema, and functions with validated args."""

from __future__ import annotations

from typing import Any

from minivex import (
    define_schema,
    define_table,
    internal,
    internal_mutation,
    mutation,
    query,
    v,
)

__all__ = ["plain_schema", "search_schema"]

MESSAGE = {
    "channel": v.string(),
    "author": v.string(),
    "score": v.number(),
    "body": v.string(),
    "done": v.boolean(),
    "n": v.number(),
    "seq": v.number(),
}
ORDER = {
    "title": v.string(),
    "customer": v.object({"name": v.string(), "tags": v.array(v.string())}),
    "lines": v.array(
        v.object({"sku": v.string(), "count": v.number(), "price": v.object({"cents": v.number()})})
    ),
}


def _messages() -> Any:
    return (
        define_table(MESSAGE)
        .index("by_channel", ["channel", "score"])
        .index("by_author", ["author"])
    )


_REST = {"orders": define_table(ORDER), "notes": define_table({"text": v.string()})}
plain_schema = define_schema({"messages": _messages(), **_REST})
search_schema = define_schema(
    {"messages": _messages().search_index("search_body", search_field="body"), **_REST}
)


@mutation(args={"message": v.object(MESSAGE)})
async def insert(ctx: Any, message: Any) -> Any:
    return await ctx.db.insert("messages", message)


@query(args={"id": v.id("messages")})
async def get(ctx: Any, id: str) -> Any:
    return await ctx.db.get("messages", id)


@query(args={"channel": v.string(), "low": v.number(), "high": v.number(), "limit": v.number()})
async def in_range(ctx: Any, channel: str, low: float, high: float, limit: int) -> Any:
    rows = ctx.db.query("messages").with_index(
        "by_channel", lambda q: q.eq("channel", channel).gte("score", low).lt("score", high)
    )
    return await rows.take(limit)


@query(args={})
async def done(ctx: Any) -> Any:
    return await ctx.db.query("messages").filter(lambda q: q.eq(q.field("done"), True)).collect()


@query(args={"cursor": v.union(v.string(), v.null()), "size": v.number()})
async def page(ctx: Any, cursor: str | None, size: int) -> Any:
    return await ctx.db.query("messages").paginate({"numItems": size, "cursor": cursor})


@query(args={"words": v.string(), "limit": v.number()})
async def search(ctx: Any, words: str, limit: int) -> Any:
    found = ctx.db.query("messages").with_search_index(
        "search_body", lambda q: q.search("body", words)
    )
    return await found.take(limit)


@mutation(args={"id": v.id("messages"), "other": v.id("messages"), "own": v.id("messages")})
async def add_both(ctx: Any, id: str, other: str, own: str) -> None:
    first = await ctx.db.get("messages", id)
    second = await ctx.db.get("messages", other)
    await ctx.db.patch("messages", own, {"n": first["n"] + second["n"] + 1})


@mutation(args={"order": v.object(ORDER)})
async def insert_order(ctx: Any, order: Any) -> Any:
    return await ctx.db.insert("orders", order)


@query(args={"id": v.id("orders")})
async def get_order(ctx: Any, id: str) -> Any:
    return await ctx.db.get("orders", id)


@mutation(args={"count": v.number()})
async def schedule(ctx: Any, count: int) -> None:
    for number in range(count):
        await ctx.scheduler.run_after(0, internal.bench.note, {"text": f"note {number}"})


@internal_mutation(args={"text": v.string()})
async def note(ctx: Any, text: str) -> None:
    await ctx.db.insert("notes", {"text": text})
