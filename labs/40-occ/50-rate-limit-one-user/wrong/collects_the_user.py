"""Misconception: An index on the user is narrow enough.

expect: reads-what-decides
"""

from minivex import define_schema, define_table, internal_mutation, v

LIMIT = 5
WINDOW_MS = 60_000

schema = define_schema(
    {"events": define_table({"user": v.string(), "at": v.number()}).index("by_user", ["user"])}
)


@internal_mutation(args={"user": v.string()}, returns=v.boolean())
async def allow(ctx, user):
    since = ctx.now() - WINDOW_MS
    own = ctx.db.query("events").with_index("by_user", lambda q: q.eq("user", user))
    recent = [event for event in await own.collect() if event["at"] > since]
    if len(recent) >= LIMIT:
        return False
    await ctx.db.insert("events", {"user": user, "at": ctx.now()})
    return True
