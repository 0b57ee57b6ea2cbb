"""Each event says itself whether it is new; nobody has to know an order."""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "events": define_table({"text": v.string(), "is_new": v.boolean()}).index(
            "by_is_new", ["is_new"]
        ),
    }
)


@internal_mutation(args={"text": v.string()}, returns=v.id("events"))
async def add(ctx, text):
    return await ctx.db.insert("events", {"text": text, "is_new": True})


@internal_mutation(args={}, returns=v.array(v.string()))
async def consume(ctx):
    rows = await (
        ctx.db.query("events").with_index("by_is_new", lambda q: q.eq("is_new", True)).collect()
    )
    for row in rows:
        await ctx.db.patch("events", row["_id"], {"is_new": False})
    return [row["text"] for row in rows]
