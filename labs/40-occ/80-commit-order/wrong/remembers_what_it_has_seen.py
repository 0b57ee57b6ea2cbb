"""Misconception: A set of the module remembers what was returned.

expect: however-long-it-takes
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string()}),
        "readers": define_table({"last": v.number()}),
    }
)


seen = set()


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    out = []
    for e in await ctx.db.query("events").collect():
        if e["_id"] not in seen:
            seen.add(e["_id"])
            out.append(e["text"])
    return out
