"""An entry that schedules, and a part of its own that goes on where the last one ended."""

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
    part = {"sensor": sensor, "cursor": None}
    await ctx.scheduler.run_after(0, internal.readings.delete_part, part)


@internal_mutation(
    args={"sensor": v.string(), "cursor": v.union(v.string(), v.null())}, returns=v.null()
)
async def delete_part(ctx, sensor, cursor):
    rows = ctx.db.query("readings").with_index("by_sensor", lambda q: q.eq("sensor", sensor))
    page = await rows.paginate({"numItems": 60, "cursor": cursor})
    for row in page["page"]:
        await ctx.db.delete("readings", row["_id"])
    if not page["isDone"]:
        part = {"sensor": sensor, "cursor": page["continueCursor"]}
        await ctx.scheduler.run_after(0, internal.readings.delete_part, part)
