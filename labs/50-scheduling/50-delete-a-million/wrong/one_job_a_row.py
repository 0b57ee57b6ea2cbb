"""Misconception: Many small jobs are lighter than a few that each do more.

expect: within-the-limits
"""

from minivex import define_schema, define_table, internal, internal_mutation, v

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
    for row in await rows.take(500):
        await ctx.scheduler.run_after(0, internal.readings.remove, {"id": row["_id"]})


@internal_mutation(args={"id": v.id("readings")}, returns=v.null())
async def remove(ctx, id):
    if await ctx.db.get("readings", id) is not None:
        await ctx.db.delete("readings", id)
