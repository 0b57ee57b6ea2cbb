"""Misconception: After a few seconds everything that has begun has committed.

expect: however-long-it-takes
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string()}),
        "readers": define_table({"last": v.number()}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    reader = await ctx.db.query("readers").unique()
    last = 0 if reader is None else reader["last"]
    upto = ctx.now() - 5_000
    rows = await (
        ctx.db.query("events")
        .with_index(
            "by_creation_time", lambda q: q.gt("_creationTime", last).lt("_creationTime", upto)
        )
        .collect()
    )
    if not rows:
        return []
    last = rows[-1]["_creationTime"]
    if reader is None:
        await ctx.db.insert("readers", {"last": last})
    else:
        await ctx.db.patch("readers", reader["_id"], {"last": last})
    return [row["text"] for row in rows]
