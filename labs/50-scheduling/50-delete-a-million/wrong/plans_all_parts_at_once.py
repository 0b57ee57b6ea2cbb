"""Misconception: Twenty-five parts are enough for any sensor.

Nobody knows how many readings there are without reading them.

expect: gone-in-the-end
"""

from minivex import define_schema, define_table, internal, internal_mutation, v

PARTS = 25
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
    for number in range(PARTS):
        await ctx.scheduler.run_after(
            number * 100, internal.readings.delete_part, {"sensor": sensor}
        )


@internal_mutation(args={"sensor": v.string()}, returns=v.null())
async def delete_part(ctx, sensor):
    rows = ctx.db.query("readings").with_index("by_sensor", lambda q: q.eq("sensor", sensor))
    for row in await rows.take(SIZE):
        await ctx.db.delete("readings", row["_id"])
