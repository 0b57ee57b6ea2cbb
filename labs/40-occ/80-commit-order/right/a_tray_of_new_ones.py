"""New events also lie in a tray, which the consumer empties."""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string()}),
        "tray": define_table({"event_id": v.id("events"), "text": v.string()}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    event_id = await ctx.db.insert("events", {"text": text})
    await ctx.db.insert("tray", {"event_id": event_id, "text": text})
    return event_id


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    rows = await ctx.db.query("tray").collect()
    for row in rows:
        await ctx.db.delete("tray", row["_id"])
    return [row["text"] for row in rows]
