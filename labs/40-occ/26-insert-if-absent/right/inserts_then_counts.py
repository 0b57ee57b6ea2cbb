"""Insert first, look afterwards: raising undoes the insert, and the look is a read like any other."""

from minivex import ConvexError, define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "names": define_table({"name": v.string(), "key": v.string()}).index("by_key", ["key"]),
    }
)


@internal_mutation(args={"name": v.string()}, returns=v.id("names"))
async def reserve(ctx, name):
    key = name.lower()
    mine = await ctx.db.insert("names", {"name": name, "key": key})
    same = await ctx.db.query("names").with_index("by_key", lambda q: q.eq("key", key)).take(2)
    if len(same) > 1:
        raise ConvexError({"code": "TAKEN", "name": same[0]["name"]})
    return mine
