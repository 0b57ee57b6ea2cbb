"""Readings that come in after the call stay: the end of the range is passed along."""

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
    part = {"sensor": sensor, "until": ctx.now() + 1}
    await ctx.scheduler.run_after(0, internal.readings.delete_part, part)


@internal_mutation(args={"sensor": v.string(), "until": v.number()}, returns=v.null())
async def delete_part(ctx, sensor, until):
    batch = await (
        ctx.db.query("readings")
        .with_index("by_sensor", lambda q: q.eq("sensor", sensor).lt("_creationTime", until))
        .take(SIZE)
    )
    if not batch:
        return
    for row in batch:
        await ctx.db.delete("readings", row["_id"])
    part = {"sensor": sensor, "until": until}
    await ctx.scheduler.run_after(0, internal.readings.delete_part, part)
