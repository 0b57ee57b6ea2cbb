"""Misconception: the tags of today are the tags.

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
    for tag in (UNDEFINED, None, "blue", "green", "red"):
        of_tag = ctx.db.query("items").with_index("by_tag", lambda q, tag=tag: q.eq("tag", tag))
        item = await of_tag.first()
        if item is not None:
            found.append(item)
    return found
