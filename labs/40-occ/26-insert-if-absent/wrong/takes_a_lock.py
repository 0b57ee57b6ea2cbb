"""Misconception: Two inserts exclude each other only through a row that both write.

expect: other-names-do-not-meet
"""

from minivex import ConvexError, define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "names": define_table({"name": v.string(), "key": v.string()}).index("by_key", ["key"]),
        "locks": define_table({"holder": v.string()}),
    }
)


@internal_mutation(args={"name": v.string()}, returns=v.id("names"))
async def reserve(ctx, name):
    key = name.lower()
    lock = await ctx.db.query("locks").first()
    if lock is None:
        await ctx.db.insert("locks", {"holder": key})
    else:
        await ctx.db.patch("locks", lock["_id"], {"holder": key})
    taken = await ctx.db.query("names").with_index("by_key", lambda q: q.eq("key", key)).unique()
    if taken is not None:
        raise ConvexError({"code": "TAKEN"})
    return await ctx.db.insert("names", {"name": name, "key": key})
