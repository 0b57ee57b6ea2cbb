"""Misconception: A timestamp is a number like another.

expect: once-each
"""

from minivex import Int64, define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string(), "ts": v.commit_ts()}).index("by_ts", ["ts"]),
        "readers": define_table({"last": v.number()}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text, "ts": ctx.db.vars.commit_ts})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    reader = await ctx.db.query("readers").unique()
    last = Int64(0) if reader is None else reader["last"]
    rows = await ctx.db.query("events").with_index("by_ts", lambda q: q.gt("ts", last)).collect()
    if not rows:
        return []
    last = rows[-1]["ts"]
    if reader is None:
        await ctx.db.insert("readers", {"last": last})
    else:
        await ctx.db.patch("readers", reader["_id"], {"last": last})
    return [row["text"] for row in rows]
