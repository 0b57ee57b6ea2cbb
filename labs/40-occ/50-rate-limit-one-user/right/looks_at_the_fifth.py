"""The fifth event from the end decides: newest first, and no time in the range."""

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
    newest_first = (
        ctx.db.query("events")
        .with_index("by_user_and_at", lambda q: q.eq("user", user))
        .order("desc")
    )
    last = await newest_first.take(LIMIT)
    if len(last) == LIMIT and ctx.now() - last[-1]["at"] < WINDOW_MS:
        return False
    await ctx.db.insert("events", {"user": user, "at": ctx.now()})
    return True
