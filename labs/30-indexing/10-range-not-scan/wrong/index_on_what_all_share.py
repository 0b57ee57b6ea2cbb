"""Misconception: any index with any range is narrow.

All rows share the workspace, so its range is as wide as the table.

expect: reads-only-the-inbox
"""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "messages": define_table(
            {"workspace": v.string(), "to": v.string(), "text": v.string()}
        ).index("by_workspace", ["workspace"])
    }
)


@query(args={"to": v.string()})
async def inbox(ctx, to):
    acme = ctx.db.query("messages").with_index("by_workspace", lambda q: q.eq("workspace", "acme"))
    return await acme.filter(lambda q: q.eq(q.field("to"), to)).collect()
