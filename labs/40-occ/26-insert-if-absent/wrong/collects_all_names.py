"""Misconception: Reading all names is safe, so it is good.

It is safe: the place where the new row goes was read. So was every other place.

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
    for row in await ctx.db.query("names").collect():
        if row["key"] == key:
            raise ConvexError({"code": "TAKEN"})
    return await ctx.db.insert("names", {"name": name, "key": key})
