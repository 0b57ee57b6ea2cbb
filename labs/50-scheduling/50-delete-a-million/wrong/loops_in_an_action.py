"""Misconception: An action that runs to its end has done everything.

expect: goes-on-after-a-crash
"""

from minivex import define_schema, define_table, internal, internal_action, internal_mutation, v

SIZE = 100

schema = define_schema(
    {
        "readings": define_table({"sensor": v.string(), "value": v.number()}).index(
            "by_sensor", ["sensor"]
        )
    }
)


@internal_action(args={"sensor": v.string()}, returns=v.null())
async def clear(ctx, sensor):
    while await ctx.run_mutation(internal.readings.delete_part, {"sensor": sensor}):
        pass


@internal_mutation(args={"sensor": v.string()}, returns=v.boolean())
async def delete_part(ctx, sensor):
    rows = ctx.db.query("readings").with_index("by_sensor", lambda q: q.eq("sensor", sensor))
    batch = await rows.take(SIZE)
    for row in batch:
        await ctx.db.delete("readings", row["_id"])
    return len(batch) == SIZE
