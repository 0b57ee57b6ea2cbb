"""Misconception: To know whether there are five, one has to know how many there are.

expect: reads-what-decides
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
    since = ctx.now() - WINDOW_MS
    recent = ctx.db.query("events").with_index(
        "by_user_and_at", lambda q: q.eq("user", user).gt("at", since)
    )
    if len(await recent.collect()) >= LIMIT:
        return False
    await ctx.db.insert("events", {"user": user, "at": ctx.now()})
    return True
