"""Misconception: Somebody on call is somebody on call.

expect: last-one-stays
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "shifts": define_table(
            {"doctor": v.string(), "ward": v.string(), "on_call": v.boolean()}
        ).index("by_ward_and_on_call", ["ward", "on_call"])
    }
)


@internal_mutation(
    args={"shift_id": v.id("shifts"), "others_on_call": v.number()}, returns=v.boolean()
)
async def go_off_call(ctx, shift_id, others_on_call):
    shift = await ctx.db.get("shifts", shift_id)
    if shift is None:
        return False
    if not shift["on_call"]:
        return True
    everybody = await ctx.db.query("shifts").collect()
    if sum(other["on_call"] for other in everybody) < 2:
        return False
    await ctx.db.patch("shifts", shift_id, {"on_call": False})
    return True
