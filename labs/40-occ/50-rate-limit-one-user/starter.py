"""A limit on how often one user may do something."""

from minivex import define_schema, define_table, internal_mutation, v

LIMIT = 5
WINDOW_MS = 60_000

schema = define_schema(
    {"events": define_table({"user": v.string(), "at": v.number()}).index("by_at", ["at"])}
)


@internal_mutation(args={"user": v.string()}, returns=v.boolean())
async def allow(ctx, user):
    since = ctx.now() - WINDOW_MS
    events = ctx.db.query("events")
    old = await events.with_index("by_at", lambda q: q.lte("at", since)).take(10)
    for event in old:
        await ctx.db.delete("events", event["_id"])
    recent = await events.with_index("by_at", lambda q: q.gt("at", since)).collect()
    if len([event for event in recent if event["user"] == user]) >= LIMIT:
        return False
    await ctx.db.insert("events", {"user": user, "at": ctx.now()})
    return True
