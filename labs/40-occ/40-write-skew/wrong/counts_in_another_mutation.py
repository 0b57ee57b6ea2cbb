"""Misconception: What a query cannot protect, a mutation can: so the count is a mutation too.

Two mutations are two transactions, whatever calls them.

expect: somebody-stays
"""

from minivex import action, define_schema, define_table, internal, internal_mutation, v

schema = define_schema(
    {
        "shifts": define_table(
            {"doctor": v.string(), "ward": v.string(), "on_call": v.boolean()}
        ).index("by_ward_and_on_call", ["ward", "on_call"])
    }
)


@internal_mutation
async def count(ctx, shift_id):
    shift = await ctx.db.get("shifts", shift_id)
    if shift is None:
        return 0
    on_call = ctx.db.query("shifts").with_index(
        "by_ward_and_on_call", lambda q: q.eq("ward", shift["ward"]).eq("on_call", True)
    )
    return len(await on_call.take(2))


@internal_mutation
async def leave(ctx, shift_id, on_call):
    shift = await ctx.db.get("shifts", shift_id)
    if shift is None:
        return False
    if shift["on_call"] and on_call < 2:
        return False
    await ctx.db.patch("shifts", shift_id, {"on_call": False})
    return True


@action
async def go_off_call(ctx, shift_id, others_on_call):
    on_call = await ctx.run_mutation(internal.shifts.count, {"shift_id": shift_id})
    leave = {"shift_id": shift_id, "on_call": on_call}
    return await ctx.run_mutation(internal.shifts.leave, leave)
