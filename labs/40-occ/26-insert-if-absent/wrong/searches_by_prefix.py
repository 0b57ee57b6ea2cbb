"""Misconception: A range of keys that begin alike is as narrow as one key.

expect: other-names-do-not-meet
"""

from minivex import ConvexError, define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "names": define_table({"name": v.string(), "key": v.string()}).index("by_key", ["key"]),
    }
)


@internal_mutation(args={"name": v.string()}, returns=v.id("names"))
async def reserve(ctx, name):
    key = name.lower()
    alike = ctx.db.query("names").with_index(
        "by_key", lambda q: q.gte("key", key[:1]).lt("key", key[:1] + "\uffff")
    )
    if any(row["key"] == key for row in await alike.collect()):
        raise ConvexError({"code": "TAKEN"})
    return await ctx.db.insert("names", {"name": name, "key": key})
