"""The table is the queue: what has been returned is deleted."""

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
    events = await ctx.db.query("events").collect()
    for e in events:
        await ctx.db.delete(e["_id"])
    return [e["text"] for e in events]
