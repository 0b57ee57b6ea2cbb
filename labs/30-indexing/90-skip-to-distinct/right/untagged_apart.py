"""Items without a tag are asked for by themselves; the rest is a range behind the last tag."""

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


async def first(ctx, span):
    return await ctx.db.query("items").with_index("by_tag", span).first()


@query
async def one_per_tag(ctx):
    untagged = await first(ctx, lambda q: q.eq("tag", UNDEFINED))
    found = [] if untagged is None else [untagged]
    tag = UNDEFINED
    while (item := await first(ctx, lambda q, tag=tag: q.gt("tag", tag))) is not None:
        found.append(item)
        tag = item["tag"]
    return found
