"""Misconception: Whoever comes by can take a few old events away.

All calls find the same oldest ones, and only one can delete them.

expect: users-do-not-meet
"""

from minivex import define_schema, define_table, internal_mutation, v

LIMIT = 5
WINDOW_MS = 60_000

schema = define_schema(
    {
        "events": define_table({"user": v.string(), "at": v.number()})
        .index("by_user_and_at", ["user", "at"])
        .index("by_at", ["at"])
    }
)


@internal_mutation(args={"user": v.string()}, returns=v.boolean())
async def allow(ctx, user):
    since = ctx.now() - WINDOW_MS
    old = ctx.db.query("events").with_index("by_at", lambda q: q.lte("at", since))
    for event in await old.take(2):
        await ctx.db.delete("events", event["_id"])
    recent = ctx.db.query("events").with_index(
        "by_user_and_at", lambda q: q.eq("user", user).gt("at", since)
    )
    if len(await recent.take(LIMIT)) == LIMIT:
        return False
    await ctx.db.insert("events", {"user": user, "at": ctx.now()})
    return True
