"""Misconception: Work that follows need not be awaited.

expect: gone-in-the-end
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
    batch = await rows.take(SIZE)
    for row in batch:
        await ctx.db.delete("readings", row["_id"])
    if len(batch) == SIZE:
        ctx.scheduler.run_after(0, internal.readings.clear, {"sensor": sensor})
