"""Misconception: A second row may exist for a moment, if whoever sees it takes its own away.

For that moment the table holds the name twice, and a crash makes the moment last.

expect: one-row-for-a-name
"""

from minivex import ConvexError, action, define_schema, define_table, internal, internal_mutation, v

schema = define_schema(
    {
        "names": define_table({"name": v.string(), "key": v.string()}).index("by_key", ["key"]),
    }
)


@internal_mutation
async def store(ctx, name, key):
    return await ctx.db.insert("names", {"name": name, "key": key})


@internal_mutation
async def tidy_up(ctx, mine, key):
    same = ctx.db.query("names").with_index("by_key", lambda q: q.eq("key", key))
    if len(await same.collect()) == 1:
        return True
    await ctx.db.delete("names", mine)
    return False


@internal_mutation
async def is_taken(ctx, key):
    same = ctx.db.query("names").with_index("by_key", lambda q: q.eq("key", key))
    return await same.first() is not None


@action
async def reserve(ctx, name):
    key = name.lower()
    if await ctx.run_mutation(internal.names.is_taken, {"key": key}):
        raise ConvexError({"code": "TAKEN"})
    mine = await ctx.run_mutation(internal.names.store, {"name": name, "key": key})
    if not await ctx.run_mutation(internal.names.tidy_up, {"mine": mine, "key": key}):
        raise ConvexError({"code": "TAKEN"})
    return mine
