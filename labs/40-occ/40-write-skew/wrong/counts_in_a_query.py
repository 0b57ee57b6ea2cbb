"""Misconception: A count in a query is as good as one in the mutation, if the mutation follows at once.

expect: somebody-stays
"""

from minivex import (
    action,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    internal_query,
    v,
)

schema = define_schema(
    {
        "shifts": define_table(
            {"doctor": v.string(), "ward": v.string(), "on_call": v.boolean()}
        ).index("by_ward_and_on_call", ["ward", "on_call"])
    }
)


@internal_query
async def may_leave(ctx, shift_id):
    shift = await ctx.db.get("shifts", shift_id)
    if shift is None:
        return False
    on_call = ctx.db.query("shifts").with_index(
        "by_ward_and_on_call", lambda q: q.eq("ward", shift["ward"]).eq("on_call", True)
    )
    return not shift["on_call"] or len(await on_call.take(2)) == 2


@internal_mutation
async def leave(ctx, shift_id):
    shift = await ctx.db.get("shifts", shift_id)
    if shift["on_call"]:
        await ctx.db.patch("shifts", shift_id, {"on_call": False})


@action
async def go_off_call(ctx, shift_id, others_on_call):
    if not await ctx.run_query(internal.shifts.may_leave, {"shift_id": shift_id}):
        return False
    await ctx.run_mutation(internal.shifts.leave, {"shift_id": shift_id})
    return True
