"""Misconception: A rule may be broken for a moment, if whoever sees it repairs it.

expect: somebody-stays
"""

from minivex import (
    action,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    v,
)

schema = define_schema(
    {
        "shifts": define_table(
            {"doctor": v.string(), "ward": v.string(), "on_call": v.boolean()}
        ).index("by_ward_and_on_call", ["ward", "on_call"])
    }
)


@internal_mutation
async def leave(ctx, shift_id):
    shift = await ctx.db.get("shifts", shift_id)
    if shift is None:
        return False
    if shift["on_call"]:
        await ctx.db.patch("shifts", shift_id, {"on_call": False})
        return None
    return True


@internal_mutation
async def come_back(ctx, shift_id):
    shift = await ctx.db.get("shifts", shift_id)
    on_call = ctx.db.query("shifts").with_index(
        "by_ward_and_on_call", lambda q: q.eq("ward", shift["ward"]).eq("on_call", True)
    )
    if await on_call.first() is not None:
        return True
    await ctx.db.patch("shifts", shift_id, {"on_call": True})
    return False


@action
async def go_off_call(ctx, shift_id, others_on_call):
    left = await ctx.run_mutation(internal.shifts.leave, {"shift_id": shift_id})
    if left is not None:
        return left
    return await ctx.run_mutation(internal.shifts.come_back, {"shift_id": shift_id})
