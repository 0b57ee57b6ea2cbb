"""Two calls add 1 to the same counter."""

from minivex import define_schema, define_table, mutation, v

schema = define_schema({"counters": define_table({"name": v.string(), "value": v.number()})})


@mutation(args={"counter_id": v.id("counters")}, returns=v.number())
async def increment(ctx, counter_id):
    counter = await ctx.db.get("counters", counter_id)
    value = counter["value"] + 1
    await ctx.db.patch("counters", counter_id, {"value": value})
    return value


# The scene: what is stored before, one call for each lane, and what must hold after.
# "counters#1" stands for the id of the first row of counters.

rows = {"counters": [{"name": "visits", "value": 0}]}

calls = {
    "a": ("increment", {"counter_id": "counters#1"}),
    "b": ("increment", {"counter_id": "counters#1"}),
}


def invariant(tables):
    """Two calls added 1 each, so the counter holds 2."""
    return tables["counters"][0]["value"] == 2
