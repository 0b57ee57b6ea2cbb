"""Misconception: Only a number for each event gives a safe order.

All producers write the same row.

expect: producers-do-not-meet
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string(), "number": v.number()}).index(
            "by_number", ["number"]
        ),
        "readers": define_table({"last": v.number()}),
        "counters": define_table({"value": v.number()}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    counter = await ctx.db.query("counters").unique()
    number = 1 if counter is None else counter["value"] + 1
    if counter is None:
        await ctx.db.insert("counters", {"value": number})
    else:
        await ctx.db.patch("counters", counter["_id"], {"value": number})
    return await ctx.db.insert("events", {"text": text, "number": number})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    reader = await ctx.db.query("readers").unique()
    last = 0 if reader is None else reader["last"]
    rows = (
        await ctx.db.query("events")
        .with_index("by_number", lambda q: q.gt("number", last))
        .collect()
    )
    if not rows:
        return []
    last = rows[-1]["number"]
    if reader is None:
        await ctx.db.insert("readers", {"last": last})
    else:
        await ctx.db.patch("readers", reader["_id"], {"last": last})
    return [row["text"] for row in rows]
