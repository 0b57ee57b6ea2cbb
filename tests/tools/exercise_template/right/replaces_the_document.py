"""The whole document is written instead of one field."""

from minivex import define_schema, define_table, mutation, v

schema = define_schema({"counters": define_table({"value": v.number()})})


@mutation(args={"counter_id": v.id("counters")})
async def increment(ctx, counter_id):
    counter = await ctx.db.get("counters", counter_id)
    value = counter["value"] + 1
    await ctx.db.replace("counters", counter_id, {"value": value})
    return value
