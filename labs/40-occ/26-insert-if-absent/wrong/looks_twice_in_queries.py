"""Misconception: Looking once more just before the write makes the gap too small to matter.

Both looks are transactions of their own; so is the insert.

expect: one-row-for-a-name
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
    same = ctx.db.query("names").with_index("by_key", lambda q: q.eq("key", key))
    return await same.first() is not None


@internal_mutation
async def store(ctx, name, key):
    return await ctx.db.insert("names", {"name": name, "key": key})


@action
async def reserve(ctx, name):
    key = name.lower()
    for _ in range(2):
        if await ctx.run_query(internal.names.is_taken, {"key": key}):
            raise ConvexError({"code": "TAKEN"})
    return await ctx.run_mutation(internal.names.store, {"name": name, "key": key})
