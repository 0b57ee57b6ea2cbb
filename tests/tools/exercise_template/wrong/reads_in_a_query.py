"""Misconception: a value that was read a moment ago is still true.

expect: counts-every-call
"""

from minivex import (
    action,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    internal_query,
    v,
)

schema = define_schema({"counters": define_table({"value": v.number()})})


@internal_query(args={"counter_id": v.id("counters")})
async def read(ctx, counter_id):
    return (await ctx.db.get("counters", counter_id))["value"]


@internal_mutation(args={"counter_id": v.id("counters"), "value": v.number()})
async def write(ctx, counter_id, value):
    await ctx.db.patch("counters", counter_id, {"value": value})


@action(args={"counter_id": v.id("counters")})
async def increment(ctx, counter_id):
    value = await ctx.run_query(internal.counters.read, {"counter_id": counter_id})
    changed = {"counter_id": counter_id, "value": value + 1}
    await ctx.run_mutation(internal.counters.write, changed)
    return value + 1
