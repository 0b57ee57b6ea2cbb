"""Misconception: Whoever calls can call again until nothing is left.

expect: gone-in-the-end
"""

from minivex import define_schema, define_table, internal_mutation, v

SIZE = 100

schema = define_schema(
    {
        "readings": define_table({"sensor": v.string(), "value": v.number()}).index(
            "by_sensor", ["sensor"]
        )
    }
)


@internal_mutation(args={"sensor": v.string()})
async def clear(ctx, sensor):
    rows = ctx.db.query("readings").with_index("by_sensor", lambda q: q.eq("sensor", sensor))
    batch = await rows.take(SIZE)
    for row in batch:
        await ctx.db.delete("readings", row["_id"])
