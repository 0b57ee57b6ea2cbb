# messages.py
from minivex import define_schema, define_table, mutation, query, v

schema = define_schema({
    "messages": define_table({
        "channel": v.string(),
        "body": v.string(),
    }).index("by_channel", ["channel"]),
})


@query(args={"channel": v.string()})
async def newest(ctx, channel):
    rows = await (
        ctx.db.query("messages")
        .with_index("by_channel", lambda q: q.eq("channel", channel))
        .order("desc")
        .take(2)
    )
    return [row["body"] for row in rows]


@mutation(args={"channel": v.string(), "body": v.string()})
async def send(ctx, channel, body):
    await ctx.db.insert("messages", {"channel": channel, "body": body})


def main(lab):
    page = lab.watch("newest", channel="general")
    lab.run("send", channel="general", body="hello")
    lab.run("send", channel="random", body="lunch?")
    lab.run("send", channel="general", body="anybody here?")
    print("delivered:", page.updates)
    print("runs:", page.runs)
    print("read:", lab.reads("newest", channel="general"))
