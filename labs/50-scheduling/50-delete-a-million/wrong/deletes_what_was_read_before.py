"""Misconception: What a call has read is still there when its job runs.

A second call reads the same rows, and its job finds them deleted.

expect: started-twice
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
    rows = ctx.db.query("readings").with_index("by_sensor", lambda q: q.eq("sensor", sensor))
    batch = [row["_id"] for row in await rows.take(SIZE)]
    if batch:
        part = {"sensor": sensor, "ids": batch}
        await ctx.scheduler.run_after(0, internal.readings.delete_part, part)


@internal_mutation(args={"sensor": v.string(), "ids": v.array(v.id("readings"))}, returns=v.null())
async def delete_part(ctx, sensor, ids):
    for id in ids:
        await ctx.db.delete("readings", id)
    await ctx.scheduler.run_after(0, internal.readings.clear, {"sensor": sensor})
