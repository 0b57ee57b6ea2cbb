"""Misconception: A number that is one higher than the last one is taken by nobody else.

Two that overlap take the same one, and the consumer goes on behind both.

expect: however-long-it-takes
"""

from minivex import (
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
        "events": define_table({"text": v.string(), "number": v.number()}).index(
            "by_number", ["number"]
        ),
        "readers": define_table({"last": v.number()}),
    }
)


@internal_action(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    number = await ctx.run_query(internal.events.last_number) + 1
    return await ctx.run_mutation(internal.events.insert, {"text": text, "number": number})


@internal_query(args={}, returns=v.number())
async def last_number(ctx):
    row = await ctx.db.query("events").with_index("by_number").order("desc").first()
    return 0 if row is None else row["number"]


@internal_mutation(args={"text": v.string(), "number": v.number()}, returns=v.id("events"))
async def insert(ctx, text, number):
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
