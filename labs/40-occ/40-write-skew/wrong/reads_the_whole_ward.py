"""Misconception: An index range on the ward is narrow enough.

expect: reads-who-is-on-call
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
    ward = ctx.db.query("shifts").with_index(
        "by_ward_and_on_call", lambda q: q.eq("ward", shift["ward"])
    )
    on_call = await ward.filter(lambda q: q.eq(q.field("on_call"), True)).collect()
    if len(on_call) < 2:
        return False
    await ctx.db.patch("shifts", shift_id, {"on_call": False})
    return True
