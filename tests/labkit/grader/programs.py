"""Source of small programs that tests hand to the grader."""

COUNTERS = """\
from minivex import (
    ConvexError, action, define_schema, define_table, internal, mutation, query, v,
)

schema = define_schema({"counters": define_table({"value": v.number()})})


@query
async def read(ctx, id):
    return (await ctx.db.get("counters", id))["value"]


@mutation
async def put(ctx, id, value):
    await ctx.db.patch("counters", id, {"value": value})


@mutation
async def add(ctx, id):
    row = await ctx.db.get("counters", id)
    print("adding")
    await ctx.db.patch("counters", id, {"value": row["value"] + 1})


@action
async def add_in_two(ctx, id):
    value = await ctx.run_query(internal.counters.read, {"id": id})
    await ctx.run_mutation(internal.counters.put, {"id": id, "value": value + 1})


@mutation
async def refuse(ctx, id):
    raise ConvexError({"code": "NO", "id": id})


@mutation
async def fail(ctx, id):
    return [][0]


@mutation
async def endless(ctx, id):
    while True:
        await ctx.db.get("counters", id)


@mutation
async def forget(ctx, id):
    ctx.db.delete("counters", id)
"""
