"""Misconception: A query never conflicts, so looking there first costs nothing.

The mutation alone is right. The query before it reads the whole table.

expect: reads-one-place
"""

from minivex import (
    ConvexError,
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
        "names": define_table({"name": v.string(), "key": v.string()}).index("by_key", ["key"]),
    }
)


@internal_query
async def is_taken(ctx, key):
    return (
        await ctx.db.query("names").filter(lambda q: q.eq(q.field("key"), key)).first() is not None
    )


@internal_mutation
async def store(ctx, name, key):
    taken = await ctx.db.query("names").with_index("by_key", lambda q: q.eq("key", key)).unique()
    if taken is not None:
        raise ConvexError({"code": "TAKEN"})
    return await ctx.db.insert("names", {"name": name, "key": key})


@action
async def reserve(ctx, name):
    key = name.lower()
    if await ctx.run_query(internal.names.is_taken, {"key": key}):
        raise ConvexError({"code": "TAKEN"})
    return await ctx.run_mutation(internal.names.store, {"name": name, "key": key})
