"""The newest two messages of a channel: the same range, backwards, and only as far as it takes."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "messages": define_table({"channel": v.string(), "body": v.string()}).index(
            "by_channel", ["channel"]
        ),
    }
)


@query(args={"channel": v.string()})
async def newest(ctx, channel):
    return await (
        ctx.db.query("messages")
        .with_index("by_channel", lambda q: q.eq("channel", channel))
        .order("desc")
        .take(2)
    )


@mutation(args={"channel": v.string()})
async def post(ctx, channel):
    await ctx.db.insert("messages", {"channel": channel, "body": "new"})


@mutation(args={"channel": v.string()})
async def drop_oldest(ctx, channel):
    oldest = await (
        ctx.db.query("messages")
        .with_index("by_channel", lambda q: q.eq("channel", channel))
        .first()
    )
    await ctx.db.delete("messages", oldest["_id"])


# The scene: what is stored, the call that reads, and what another lane may do.

channels = ["red", "blue", "red", "teal", "red", "red", "blue", "red"]
rows = {"messages": [{"channel": each, "body": "…"} for each in channels]}
call = ("newest", {"channel": "red"})
others = {
    "same": ("post", {"channel": "red"}),
    "oldest": ("drop_oldest", {"channel": "red"}),
    "other": ("post", {"channel": "blue"}),
}
