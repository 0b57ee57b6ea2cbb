"""Two doctors are on call. Each may leave if another one stays."""

from minivex import define_schema, define_table, mutation, v

schema = define_schema(
    {
        "shifts": define_table({"doctor": v.string(), "on_call": v.boolean()}).index(
            "by_on_call", ["on_call"]
        )
    }
)


@mutation(args={"shift_id": v.id("shifts")}, returns=v.boolean())
async def leave(ctx, shift_id):
    on_call = (
        await ctx.db.query("shifts")
        .with_index("by_on_call", lambda q: q.eq("on_call", True))
        .collect()
    )
    if len(on_call) < 2:
        return False
    await ctx.db.patch("shifts", shift_id, {"on_call": False})
    return True


# The scene: what is stored before, one call for each lane, and what must hold after.
# "shifts#1" stands for the id of the first row of shifts.

rows = {
    "shifts": [
        {"doctor": "ada", "on_call": True},
        {"doctor": "bo", "on_call": True},
    ]
}

calls = {
    "a": ("leave", {"shift_id": "shifts#1"}),
    "b": ("leave", {"shift_id": "shifts#2"}),
}


def invariant(tables):
    """Somebody is on call."""
    return any(shift["on_call"] for shift in tables["shifts"])
