"""Misconception: Below every timestamp is 0.

Every Int64 sorts before every other number, so a range that begins at 0 has no timestamp in it.

expect: once-each
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string(), "at": v.commit_ts()}).index("by_at", ["at"]),
        "readers": define_table({"last": v.union(v.int64(), v.number())}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text, "at": ctx.db.vars.commit_ts})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    reader = await ctx.db.query("readers").unique()
    last = 0 if reader is None else reader["last"]
    rows = await ctx.db.query("events").with_index("by_at", lambda q: q.gt("at", last)).collect()
    if not rows:
        return []
    last = rows[-1]["at"]
    if reader is None:
        await ctx.db.insert("readers", {"last": last})
    else:
        await ctx.db.patch("readers", reader["_id"], {"last": last})
    return [row["text"] for row in rows]
