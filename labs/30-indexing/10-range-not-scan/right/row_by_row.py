"""A wider index serves as well: both equalities name one range, read row by row."""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "messages": define_table(
            {"workspace": v.string(), "to": v.string(), "text": v.string()}
        ).index("by_workspace_and_to", ["workspace", "to"])
    }
)


@query(args={"to": v.string()})
async def inbox(ctx, to):
    mine = ctx.db.query("messages").with_index(
        "by_workspace_and_to", lambda q: q.eq("workspace", "acme").eq("to", to)
    )
    return [message async for message in mine]
