"""A query called by a mutation is part of its transaction; first() finds what unique() finds."""

from minivex import (
    ConvexError,
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


@internal_query(args={"key": v.string()}, returns=v.boolean())
async def is_taken(ctx, key):
    same = ctx.db.query("names").with_index("by_key", lambda q: q.eq("key", key))
    return await same.first() is not None


@internal_mutation(args={"name": v.string()}, returns=v.id("names"))
async def reserve(ctx, name):
    key = name.lower()
    if await ctx.run_query(internal.names.is_taken, {"key": key}):
        raise ConvexError({"code": "TAKEN"})
    return await ctx.db.insert("names", {"name": name, "key": key})
