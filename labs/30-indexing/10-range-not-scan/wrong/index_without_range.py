"""Misconception: naming the index is what makes a query read less.

Without a range it is a scan, in the order of the index.

expect: reads-only-the-inbox
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
    by_to = ctx.db.query("messages").with_index("by_to")
    return await by_to.filter(lambda q: q.eq(q.field("to"), to)).collect()
