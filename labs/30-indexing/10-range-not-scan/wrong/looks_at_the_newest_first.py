"""Misconception: one document more is one document more, wherever it lies.

The newest message of the table is where the next one lands, whoever it is for.

expect: others-do-not-disturb
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
    newest = await ctx.db.query("messages").order("desc").first()
    if newest is None:
        return []
    return await ctx.db.query("messages").with_index("by_to", lambda q: q.eq("to", to)).collect()
