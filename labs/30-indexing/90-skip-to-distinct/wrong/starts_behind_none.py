"""Misconception: the first tag is the first one that is not None.

expect: one-of-each
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
    found = []
    item = await ctx.db.query("items").with_index("by_tag", lambda q: q.gt("tag", None)).first()
    while item is not None:
        found.append(item)
        tag = item.get("tag", UNDEFINED)
        item = (
            await ctx.db.query("items")
            .with_index("by_tag", lambda q, tag=tag: q.gt("tag", tag))
            .first()
        )
    return found
