"""The same walk, as a function that calls itself for the rest."""

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


async def rest(ctx, items):
    if not items:
        return []
    tag = items[0].get("tag", UNDEFINED)
    behind = ctx.db.query("items").with_index("by_tag", lambda q: q.gt("tag", tag))
    return items + await rest(ctx, await behind.take(1))


@query
async def one_per_tag(ctx):
    items = ctx.db.query("items").with_index("by_tag")
    return await rest(ctx, await items.take(1))
