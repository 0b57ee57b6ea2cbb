"""Two pages show the same channel. One query reads the whole table and picks, one reads a range."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "messages": define_table({"channel": v.string(), "text": v.string()}).index(
            "by_channel", ["channel"]
        )
    }
)


@query(args={"channel": v.string()})
async def picked(ctx, channel):
    messages = await ctx.db.query("messages").collect()
    return [message["text"] for message in messages if message["channel"] == channel]


@query(args={"channel": v.string()})
async def ranged(ctx, channel):
    messages = (
        await ctx.db.query("messages")
        .with_index("by_channel", lambda q: q.eq("channel", channel))
        .collect()
    )
    return [message["text"] for message in messages]


@mutation(args={"channel": v.string(), "text": v.string()})
async def send(ctx, channel, text):
    await ctx.db.insert("messages", {"channel": channel, "text": text})


@mutation(args={"message_id": v.id("messages"), "text": v.string()})
async def edit(ctx, message_id, text):
    await ctx.db.patch("messages", message_id, {"text": text})


# The scene: what is stored before, which queries each page watches, and the writes in order.
# "messages#2" stands for the id of the second row of messages.

rows = {
    "messages": [
        {"channel": "red", "text": "hello"},
        {"channel": "blue", "text": "good morning"},
        {"channel": "blue", "text": "tea?"},
    ]
}

live = {
    "ada": [("picked", {"channel": "red"})],
    "bo": [("ranged", {"channel": "red"})],
}

writes = [
    ("send", {"channel": "red", "text": "anybody here?"}),
    ("send", {"channel": "blue", "text": "with milk"}),
    ("edit", {"message_id": "messages#2", "text": "good evening"}),
    ("send", {"channel": "red", "text": "me"}),
]
