"""Misconception: New are the events of the last minute.

expect: once-each
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string()}),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    since = ctx.now() - 60_000
    rows = ctx.db.query("events").with_index(
        "by_creation_time", lambda q: q.gt("_creationTime", since)
    )
    return [row["text"] for row in await rows.collect()]
