"""Misconception: What is returned at the end does not matter.

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
    rows = (
        await ctx.db.query("readings")
        .with_index("by_sensor", lambda q: q.eq("sensor", sensor))
        .take(90)
    )
    for row in rows:
        await ctx.db.delete(row["_id"])
    if len(rows) == 90:
        return await ctx.scheduler.run_after(0, internal.readings.clear, {"sensor": sensor})
    return None
