"""Misconception: A note for each event that was read is the safest.

It is safe, and reads all of them each time.

expect: reads-what-is-new
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string()}),
        "seen": define_table({"event_id": v.id("events")}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    seen = {row["event_id"] for row in await ctx.db.query("seen").collect()}
    rows = [row for row in await ctx.db.query("events").collect() if row["_id"] not in seen]
    for row in rows:
        await ctx.db.insert("seen", {"event_id": row["_id"]})
    return [row["text"] for row in rows]
