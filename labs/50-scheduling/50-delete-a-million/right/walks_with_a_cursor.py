"""The parts are the pages of one query; each hands its cursor to the next."""

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
    await ctx.scheduler.run_after(
        0, internal.readings.clear_page, {"sensor": sensor, "cursor": None}
    )


@internal_mutation
async def clear_page(ctx, sensor, cursor):
    page = (
        await ctx.db.query("readings")
        .with_index("by_sensor", lambda q: q.eq("sensor", sensor))
        .paginate({"numItems": 100, "cursor": cursor})
    )
    for row in page["page"]:
        await ctx.db.delete(row["_id"])
    if not page["isDone"]:
        await ctx.scheduler.run_after(
            0, internal.readings.clear_page, {"sensor": sensor, "cursor": page["continueCursor"]}
        )
