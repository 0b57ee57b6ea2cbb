"""Misconception: at and _creationTime are the same moment.

expect: window-slides
"""

from minivex import define_schema, define_table, internal_mutation, v

LIMIT = 5
WINDOW_MS = 60_000

schema = define_schema(
    {
        "events": define_table({"user": v.string(), "at": v.number()}).index(
            "by_user_and_at", ["user", "at"]
        )
    }
)


@internal_mutation(args={"user": v.string()}, returns=v.boolean())
async def allow(ctx, user):
    own = ctx.db.query("events").with_index("by_user_and_at", lambda q: q.eq("user", user))
    last = await own.order("desc").take(LIMIT)
    if len([event for event in last if ctx.now() - event["_creationTime"] < WINDOW_MS]) == LIMIT:
        return False
    await ctx.db.insert("events", {"user": user, "at": ctx.now()})
    return True
