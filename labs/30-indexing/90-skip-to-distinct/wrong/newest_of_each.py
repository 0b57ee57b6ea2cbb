"""Misconception: skipping works from either end alike.

Backwards, the first item met of a tag is its newest.

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
    item = await ctx.db.query("items").with_index("by_tag").order("desc").first()
    while item is not None:
        found.insert(0, item)
        tag = item.get("tag", UNDEFINED)
        before = ctx.db.query("items").with_index("by_tag", lambda q, tag=tag: q.lt("tag", tag))
        item = await before.order("desc").first()
    return found
