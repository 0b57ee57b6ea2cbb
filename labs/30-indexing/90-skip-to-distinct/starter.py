"""One item for each tag: walk over all of them."""

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
    async for item in ctx.db.query("items").with_index("by_tag"):
        if not found or item.get("tag", UNDEFINED) != found[-1].get("tag", UNDEFINED):
            found.append(item)
    return found
