"""A counter that several callers raise at the same time."""

from minivex import define_schema, define_table, mutation, v

schema = define_schema({"counters": define_table({"value": v.number()})})


@mutation(args={"counter_id": v.id("counters")})
async def increment(ctx, counter_id):
    counter = await ctx.db.get("counters", counter_id)
    await ctx.db.patch("counters", counter_id, {"value": counter["value"] + 1})
    return counter["value"] + 1
