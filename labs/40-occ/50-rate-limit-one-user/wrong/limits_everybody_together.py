"""Misconception: Five in a minute is a limit on the program.

expect: counts-to-the-limit
"""

from minivex import define_schema, define_table, internal_mutation, v

LIMIT = 5
WINDOW_MS = 60_000

schema = define_schema(
    {"events": define_table({"user": v.string(), "at": v.number()}).index("by_at", ["at"])}
)


@internal_mutation(args={"user": v.string()}, returns=v.boolean())
async def allow(ctx, user):
    since = ctx.now() - WINDOW_MS
    recent = ctx.db.query("events").with_index("by_at", lambda q: q.gt("at", since))
    if len(await recent.take(LIMIT)) == LIMIT:
        return False
    await ctx.db.insert("events", {"user": user, "at": ctx.now()})
    return True
