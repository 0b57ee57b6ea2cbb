"""Two bounds that meet are an equality; newest first, then turned around."""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "messages": define_table(
            {"workspace": v.string(), "to": v.string(), "text": v.string()}
        ).index("by_to", ["to"])
    }
)


@query(args={"to": v.string()})
async def inbox(ctx, to):
    mine = ctx.db.query("messages").with_index("by_to", lambda q: q.gte("to", to).lte("to", to))
    newest_first = await mine.order("desc").collect()
    return newest_first[::-1]
