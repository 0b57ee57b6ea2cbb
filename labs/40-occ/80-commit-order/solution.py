"""Events carry the timestamp of their commit, and the consumer goes on behind its own snapshot."""

from minivex import Int64, define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string(), "at": v.commit_ts()}).index("by_at", ["at"]),
        "readers": define_table({"last": v.int64()}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text, "at": ctx.db.vars.commit_ts})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    reader = await ctx.db.query("readers").unique()
    last = Int64(0) if reader is None else reader["last"]
    upto = ctx.meta.get_snapshot_ts()
    rows = await (
        ctx.db.query("events")
        .with_index("by_at", lambda q: q.gt("at", last).lte("at", upto))
        .collect()
    )
    if reader is None:
        await ctx.db.insert("readers", {"last": upto})
    else:
        await ctx.db.patch("readers", reader["_id"], {"last": upto})
    return [row["text"] for row in rows]
