"""A small chat: two tables, an index, a job that runs later, and one that runs every hour."""

from minivex import (
    ConvexError,
    cron_jobs,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    mutation,
    query,
    v,
)

schema = define_schema({
    "channels": define_table({"name": v.string()}).index("by_name", ["name"]),
    "messages": define_table({
        "channel_id": v.id("channels"),
        "author": v.string(),
        "body": v.string(),
        "expires_ms": v.optional(v.number()),
    })
    .index("by_channel", ["channel_id"])
    .index("by_expiry", ["expires_ms"]),
})


@mutation(args={"name": v.string()}, returns=v.id("channels"))
async def open_channel(ctx, name):
    same = await ctx.db.query("channels").with_index("by_name", lambda q: q.eq("name", name)).first()
    if same is not None:
        raise ConvexError({"code": "NAME_TAKEN", "name": name})
    return await ctx.db.insert("channels", {"name": name})


@query(args={})
async def channels(ctx):
    return await ctx.db.query("channels").with_index("by_name").take(50)


message = {"channel_id": v.id("channels"), "author": v.string(), "body": v.string()}


@mutation(args={**message, "minutes": v.optional(v.number())}, returns=v.id("messages"))
async def send(ctx, channel_id, author, body, minutes=None):
    if not body:
        raise ConvexError({"code": "EMPTY_MESSAGE"})
    row = {"channel_id": channel_id, "author": author, "body": body}
    if minutes is not None:  # a message that does not stay
        row["expires_ms"] = ctx.now() + minutes * 60_000
    return await ctx.db.insert("messages", row)


@query(args={"channel_id": v.id("channels")})
async def newest(ctx, channel_id):
    rows = ctx.db.query("messages").with_index("by_channel", lambda q: q.eq("channel_id", channel_id))
    return [f"{row['author']}: {row['body']}" for row in await rows.order("desc").take(10)]


@mutation(args={**message, "minutes": v.number()}, returns=v.id("_scheduled_functions"))
async def send_later(ctx, minutes, **row):
    return await ctx.scheduler.run_after(minutes * 60_000, internal.app.deliver, row)


@internal_mutation(args=message)
async def deliver(ctx, **row):
    print("delivered:", row["body"])
    await ctx.db.insert("messages", row)


@internal_mutation(args={})
async def remove_expired(ctx):
    rows = ctx.db.query("messages").with_index("by_expiry", lambda q: q.gt("expires_ms", 0).lt("expires_ms", ctx.now()))
    for row in await rows.take(100):
        await ctx.db.delete("messages", row["_id"])


crons = cron_jobs()
crons.hourly("remove expired messages", {"minute_utc": 0}, internal.app.remove_expired)
