"""Misconception: Small reads one after the other stay small.

expect: within-the-limits
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


@internal_mutation(args={"sensor": v.string()}, returns=v.null())
async def clear(ctx, sensor):
    while True:
        rows = (
            await ctx.db.query("readings")
            .with_index("by_sensor", lambda q: q.eq("sensor", sensor))
            .take(SIZE)
        )
        if len(rows) == 0:
            break
        for row in rows:
            await ctx.db.delete(row["_id"])
