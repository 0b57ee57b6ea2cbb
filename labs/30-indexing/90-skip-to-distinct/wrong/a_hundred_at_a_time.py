"""Misconception: small portions are few documents.

expect: reads-one-per-tag
"""

from minivex import UNDEFINED, define_schema, define_table, query, v

schema = define_schema(
    {
        "items": define_table(
            {
                "name": v.string(),
                "tag": v.optional(v.union(v.string(), v.number(), v.null())),
            }
        ).index("by_tag", ["tag"])
    }
)


@query
async def one_per_tag(ctx):
    found, tag = [], None
    some = await ctx.db.query("items").with_index("by_tag").take(100)
    while some:
        for item in some:
            if not found or item.get("tag", UNDEFINED) != tag:
                found.append(item)
                tag = item.get("tag", UNDEFINED)
        behind = ctx.db.query("items").with_index("by_tag", lambda q, tag=tag: q.gt("tag", tag))
        some = await behind.take(100)
    return found
