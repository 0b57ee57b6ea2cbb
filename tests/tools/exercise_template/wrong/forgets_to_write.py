"""Misconception: changing what was read changes what is stored.

expect: adds-one
"""

from minivex import define_schema, define_table, mutation, v

schema = define_schema({"counters": define_table({"value": v.number()})})


@mutation(args={"counter_id": v.id("counters")})
async def increment(ctx, counter_id):
    counter = await ctx.db.get("counters", counter_id)
    counter["value"] += 1
    return counter["value"]
