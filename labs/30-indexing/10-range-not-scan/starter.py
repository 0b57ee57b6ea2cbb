"""An inbox: all messages for one person."""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {"messages": define_table({"workspace": v.string(), "to": v.string(), "text": v.string()})}
)


@query(args={"to": v.string()})
async def inbox(ctx, to):
    return await ctx.db.query("messages").filter(lambda q: q.eq(q.field("to"), to)).collect()
