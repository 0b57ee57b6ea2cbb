"""Misconception: what the index is on, every document has.

expect: one-of-each
"""

from minivex import define_schema, define_table, query, v

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
    found = []
    item = await ctx.db.query("items").with_index("by_tag").first()
    while item is not None:
        found.append(item)
        tag = item["tag"]
        item = (
            await ctx.db.query("items")
            .with_index("by_tag", lambda q, tag=tag: q.gt("tag", tag))
            .first()
        )
    return found
