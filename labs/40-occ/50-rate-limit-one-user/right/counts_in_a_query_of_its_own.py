"""The count is a query that the mutation calls; its reads belong to the mutation."""

from minivex import define_schema, define_table, internal, internal_mutation, internal_query, v

LIMIT = 5
WINDOW_MS = 60_000

schema = define_schema(
    {
        "events": define_table({"user": v.string(), "at": v.number()}).index(
            "by_user", ["user", "at"]
        )
    }
)


@internal_query
async def is_full(ctx, user):
    since = ctx.now() - WINDOW_MS
    events = ctx.db.query("events")
    count = 0
    async for _ in events.with_index("by_user", lambda q: q.eq("user", user).gt("at", since)):
        count += 1
        if count == LIMIT:
            return True
    return False


@internal_mutation
async def allow(ctx, user):
    if await ctx.run_query(internal.limits.is_full, {"user": user}):
        return False
    await ctx.db.insert("events", {"user": user, "at": ctx.now()})
    return True
