"""Misconception: Reading the last row of an index disturbs nobody.

Each new event comes right behind it.

expect: producers-do-not-meet
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string(), "number": v.number()}).index(
            "by_number", ["number"]
        ),
        "readers": define_table({"last": v.number()}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    row = await ctx.db.query("events").with_index("by_number").order("desc").first()
    number = 1 if row is None else row["number"] + 1
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
