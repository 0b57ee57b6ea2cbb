"""Misconception: An action that has scheduled its successor first cannot lose the work.

Between its start and that first step, it can.

expect: goes-on-after-a-crash
"""

from minivex import (
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    internal_query,
    v,
)

SIZE = 100

schema = define_schema(
    {
        "readings": define_table({"sensor": v.string(), "value": v.number()}).index(
            "by_sensor", ["sensor"]
        )
    }
)


@internal_mutation(args={"sensor": v.string()}, returns=v.null())
async def clear(ctx, sensor):
    await ctx.scheduler.run_after(0, internal.readings.work, {"sensor": sensor})


@internal_action(args={"sensor": v.string()}, returns=v.null())
async def work(ctx, sensor):
    if await ctx.run_query(internal.readings.is_left, {"sensor": sensor}):
        await ctx.scheduler.run_after(0, internal.readings.work, {"sensor": sensor})
        await ctx.run_mutation(internal.readings.delete_part, {"sensor": sensor})


@internal_query(args={"sensor": v.string()}, returns=v.boolean())
async def is_left(ctx, sensor):
    rows = ctx.db.query("readings").with_index("by_sensor", lambda q: q.eq("sensor", sensor))
    return await rows.first() is not None


@internal_mutation(args={"sensor": v.string()}, returns=v.null())
async def delete_part(ctx, sensor):
    rows = ctx.db.query("readings").with_index("by_sensor", lambda q: q.eq("sensor", sensor))
    for row in await rows.take(SIZE):
        await ctx.db.delete("readings", row["_id"])
