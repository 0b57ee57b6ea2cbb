"""Misconception: what is picked out in the function has not been read from the database.

expect: reads-only-the-inbox
"""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {"messages": define_table({"workspace": v.string(), "to": v.string(), "text": v.string()})}
)


@query(args={"to": v.string()})
async def inbox(ctx, to):
    everything = await ctx.db.query("messages").collect()
    return [message for message in everything if message["to"] == to]
