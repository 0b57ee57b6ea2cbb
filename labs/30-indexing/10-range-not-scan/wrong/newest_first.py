"""Misconception: an inbox shows the newest first, whatever was asked for.

expect: returns-the-inbox
"""

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
    mine = ctx.db.query("messages").with_index("by_to", lambda q: q.eq("to", to))
    return await mine.order("desc").collect()
