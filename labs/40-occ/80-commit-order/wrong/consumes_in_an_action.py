"""Misconception: What was read is noted right after it was read.

Two consumers can both read before one of them notes it.

expect: in-every-order
"""

from minivex import (
    Int64,
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    internal_query,
    v,
)

schema = define_schema(
    {
        "events": define_table({"text": v.string(), "at": v.commit_ts()}).index("by_at", ["at"]),
        "readers": define_table({"last": v.int64()}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text, "at": ctx.db.vars.commit_ts})


@internal_action(args={}, returns=v.array(v.string()))
async def consume(ctx):
    found = await ctx.run_query(internal.events.unread)
    if found["texts"]:
        await ctx.run_mutation(internal.events.remember, {"last": found["last"]})
    return found["texts"]


@internal_query(args={})
async def unread(ctx):
    reader = await ctx.db.query("readers").unique()
    last = Int64(0) if reader is None else reader["last"]
    rows = await ctx.db.query("events").with_index("by_at", lambda q: q.gt("at", last)).collect()
    return {"texts": [row["text"] for row in rows], "last": rows[-1]["at"] if rows else last}


@internal_mutation(args={"last": v.int64()}, returns=v.null())
async def remember(ctx, last):
    reader = await ctx.db.query("readers").unique()
    if reader is None:
        await ctx.db.insert("readers", {"last": last})
    else:
        await ctx.db.patch("readers", reader["_id"], {"last": last})
