"""User names: the mutation that inserts a name is the one that has looked for it."""

from minivex import ConvexError, define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "names": define_table({"name": v.string(), "key": v.string()}).index("by_key", ["key"]),
    }
)


@internal_mutation(args={"name": v.string()}, returns=v.id("names"))
async def reserve(ctx, name):
    key = name.lower()
    taken = await ctx.db.query("names").with_index("by_key", lambda q: q.eq("key", key)).unique()
    if taken is not None:
        raise ConvexError({"code": "TAKEN"})
    return await ctx.db.insert("names", {"name": name, "key": key})
