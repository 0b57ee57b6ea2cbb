"""Misconception: A filter on the mark reads the marked rows.

expect: reads-what-is-new
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string(), "is_new": v.boolean()}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text, "is_new": True})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    rows = await ctx.db.query("events").filter(lambda q: q.eq(q.field("is_new"), True)).collect()
    for row in rows:
        await ctx.db.patch("events", row["_id"], {"is_new": False})
    return [row["text"] for row in rows]
