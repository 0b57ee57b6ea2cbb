"""What the tests of clients share: a list of messages, by channel, and functions on it."""

from __future__ import annotations

from typing import Any

from minivex import (
    Backend,
    ConvexError,
    define_schema,
    define_table,
    functions_of,
    mutation,
    query,
    v,
)
from minivex.client import Client, LocalStore
from minivex.schema.pagination import pagination_opts_validator

schema = define_schema(
    {"messages": define_table({"channel": v.string(), "n": v.number()}).index("by_n", ["n"])}
)


@query
async def listed(ctx: Any, channel: str) -> Any:
    rows = await ctx.db.query("messages").collect()
    return [row["n"] for row in rows if row["channel"] == channel]


@query
async def first(ctx: Any) -> Any:
    row = await ctx.db.query("messages").with_index("by_n").first()
    if row is None:
        raise ConvexError("no message yet")
    return row["n"]


@query(
    args={
        "paginationOpts": pagination_opts_validator,
        "order": v.optional(v.string()),
        "limit": v.optional(v.number()),
    }
)
async def pages(ctx: Any, paginationOpts: Any, order: Any, limit: Any) -> Any:  # noqa: N803
    options = {**paginationOpts, "maximumRowsRead": limit} if limit else paginationOpts
    found = ctx.db.query("messages").with_index("by_n").order(order or "asc")
    result = await found.paginate(options)
    return {**result, "page": [row["n"] for row in result["page"]]}


@query
async def changing_pages(ctx: Any, paginationOpts: Any) -> Any:  # noqa: N803
    row = await ctx.db.query("messages").with_index("by_n").first()
    if row is not None and row["n"] < 0:
        raise ValueError("negative")
    label = "by_n" if row is None or row["n"] else "by_creation_time"
    result = await ctx.db.query("messages").with_index(label).paginate(paginationOpts)
    return {**result, "page": [row["n"] for row in result["page"]]}


@query
async def wrong_pages(ctx: Any, paginationOpts: Any) -> Any:  # noqa: N803
    return await ctx.db.query("messages").paginate({**paginationOpts, "cursor": "garbage"})


@mutation
async def send(ctx: Any, channel: str, n: float) -> Any:
    await ctx.db.insert("messages", {"channel": channel, "n": n})
    return n


@mutation
async def remove(ctx: Any, n: float) -> Any:
    row = await ctx.db.query("messages").with_index("by_n", lambda q: q.eq("n", n)).first()
    if row is None:
        raise ConvexError("gone")
    await ctx.db.delete(row["_id"])


def new_backend(count: int = 0, **options: Any) -> Backend:
    backend = Backend(schema=schema, functions=functions_of(globals(), "m"), **options)
    backend.load("messages", [{"channel": "a", "n": n} for n in range(count)])
    return backend


def numbers(backend: Backend) -> list[Any]:
    return sorted(row["n"] for row in backend.documents("messages"))


def echo(store: LocalStore, args: dict[str, Any]) -> None:
    """Guess that a message stands at the end of its list."""
    shown = store.get_query("m:listed", {"channel": args["channel"]})
    if isinstance(shown, list):
        shown.append(args["n"])
        store.set_query("m:listed", {"channel": args["channel"]}, shown)


def sent_by(client: Client, n: float, channel: str = "a", update: Any = echo) -> Any:
    return client.mutation("m:send", {"channel": channel, "n": n}, optimistic_update=update)
