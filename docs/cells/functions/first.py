# messages.py
from minivex import define_schema, define_table
from minivex import mutation, query, v

message = {"channel": v.string(), "body": v.string()}
schema = define_schema({
    "messages": define_table(message)
    .index("by_channel", ["channel"]),
})


@query(args={"channel": v.string()})
async def newest(ctx, channel):
    rows = ctx.db.query("messages").with_index(
        "by_channel", lambda q: q.eq("channel", channel)
    )
    two = await rows.order("desc").take(2)
    return [row["body"] for row in two]


@mutation(args=message)
async def send(ctx, channel, body):
    row = {"channel": channel, "body": body}
    await ctx.db.insert("messages", row)


def main(lab):
    page = lab.watch("newest", channel="general")
    lab.run("send", channel="general", body="hello")
    lab.run("send", channel="random", body="lunch?")
    lab.run("send", channel="general", body="and you?")
    print("delivered:", page.updates)
    print("runs:", page.runs)
    read = lab.reads("newest", channel="general")
    print("read:", read)
