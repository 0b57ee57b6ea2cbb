"""A part goes on until its transaction has used most of what it may."""

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
    async for row in rows:
        used = await ctx.meta.get_transaction_metrics()
        if used["databaseQueries"]["remaining"] < 10 or used["documentsRead"]["remaining"] < 10:
            await ctx.scheduler.run_after(0, internal.readings.clear, {"sensor": sensor})
            return
        await ctx.db.delete("readings", row["_id"])
