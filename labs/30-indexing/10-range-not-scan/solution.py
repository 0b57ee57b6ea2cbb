"""An inbox: one range of an index on whom a message is for."""

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
    return await ctx.db.query("messages").with_index("by_to", lambda q: q.eq("to", to)).collect()
