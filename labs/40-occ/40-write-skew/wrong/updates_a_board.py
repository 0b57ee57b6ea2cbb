"""Misconception: A row that shows the last change costs nothing, as nobody decides by it.

expect: other-wards-do-not-meet
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "shifts": define_table(
            {"doctor": v.string(), "ward": v.string(), "on_call": v.boolean()}
        ).index("by_ward_and_on_call", ["ward", "on_call"]),
        "board": define_table({"last": v.string()}),
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
    on_call = ctx.db.query("shifts").with_index(
        "by_ward_and_on_call", lambda q: q.eq("ward", shift["ward"]).eq("on_call", True)
    )
    if len(await on_call.take(2)) < 2:
        return False
    board = await ctx.db.query("board").first()
    if board is None:
        await ctx.db.insert("board", {"last": shift["doctor"]})
    else:
        await ctx.db.patch("board", board["_id"], {"last": shift["doctor"]})
    await ctx.db.patch("shifts", shift_id, {"on_call": False})
    return True
