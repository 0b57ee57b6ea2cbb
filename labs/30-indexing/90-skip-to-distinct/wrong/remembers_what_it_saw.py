"""Misconception: a dict of what was seen makes the read smaller.

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
    seen = {}
    async for item in ctx.db.query("items").with_index("by_tag"):
        seen.setdefault(repr(item.get("tag", UNDEFINED)), item)
    return list(seen.values())
