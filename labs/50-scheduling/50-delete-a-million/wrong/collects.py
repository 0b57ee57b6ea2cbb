"""Misconception: A transaction can be as large as the work.

expect: within-the-limits
"""

from minivex import define_schema, define_table, internal_mutation, v

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
    for row in await rows.collect():
        await ctx.db.delete("readings", row["_id"])
