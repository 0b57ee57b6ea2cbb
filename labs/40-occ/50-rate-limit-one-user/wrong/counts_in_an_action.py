"""Misconception: A count right before the insert is fresh enough.

expect: never-above-the-limit
"""

from minivex import (
    action,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    internal_query,
    v,
)

LIMIT = 5
WINDOW_MS = 60_000

schema = define_schema(
    {
        "events": define_table({"user": v.string(), "at": v.number()}).index(
            "by_user_and_at", ["user", "at"]
        )
    }
)


@internal_query
async def count(ctx, user):
    since = ctx.now() - WINDOW_MS
    recent = ctx.db.query("events").with_index(
        "by_user_and_at", lambda q: q.eq("user", user).gt("at", since)
    )
    return len(await recent.take(LIMIT))


@internal_mutation
async def note(ctx, user):
    await ctx.db.insert("events", {"user": user, "at": ctx.now()})


@action
async def allow(ctx, user):
    if await ctx.run_query(internal.limits.count, {"user": user}) == LIMIT:
        return False
    await ctx.run_mutation(internal.limits.note, {"user": user})
    return True
