"""Misconception: A name that begins like that is that name.

expect: only-that-sensor
"""

from minivex import define_schema, define_table, internal, internal_mutation, v

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
    batch = await ctx.db.query("readings").take(SIZE)
    for row in batch:
        if row["sensor"].startswith(sensor):
            await ctx.db.delete("readings", row["_id"])
    if len(batch) == SIZE:
        await ctx.scheduler.run_after(0, internal.readings.clear, {"sensor": sensor})
