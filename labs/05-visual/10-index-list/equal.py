"""All messages of one channel: an equality on the first field of the index."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "messages": define_table({"channel": v.string(), "body": v.string()}).index(
            "by_channel", ["channel"]
        ),
    }
)


@query(args={"channel": v.string()})
async def inbox(ctx, channel):
    return await (
        ctx.db.query("messages")
        .with_index("by_channel", lambda q: q.eq("channel", channel))
        .collect()
    )


@mutation(args={"channel": v.string()})
async def post(ctx, channel):
    await ctx.db.insert("messages", {"channel": channel, "body": "new"})


# The scene: what is stored, the call that reads, and what another lane may insert.

channels = ["red", "blue", "red", "teal", "blue", "red", "amber", "teal"]
rows = {"messages": [{"channel": each, "body": "…"} for each in channels]}
call = ("inbox", {"channel": "red"})
others = {
    "same": ("post", {"channel": "red"}),
    "before": ("post", {"channel": "green"}),
    "behind": ("post", {"channel": "rose"}),
}
