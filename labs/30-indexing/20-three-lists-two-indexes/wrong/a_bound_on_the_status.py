"""Misconception: the last field of a range may as well be a bound.

It holds every status behind the one that was asked for.

expect: lists-are-right
"""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "tasks": define_table(
            {
                "owner": v.string(),
                "status": v.union(v.literal("open"), v.literal("waiting"), v.literal("done")),
                "due": v.number(),
                "title": v.string(),
            }
        )
        .index("by_status_and_due", ["status", "due"])
        .index("by_owner_and_status", ["owner", "status"])
    }
)


@query(args={"status": v.string()})
async def with_status(ctx, status):
    tasks = ctx.db.query("tasks")
    return await tasks.with_index("by_status_and_due", lambda q: q.eq("status", status)).collect()


@query(args={"status": v.string(), "start": v.number(), "end": v.number()})
async def due_between(ctx, status, start, end):
    due = ctx.db.query("tasks").with_index(
        "by_status_and_due", lambda q: q.eq("status", status).gte("due", start).lt("due", end)
    )
    return await due.collect()


@query(args={"owner": v.string(), "status": v.string()})
async def newest_of(ctx, owner, status):
    mine = ctx.db.query("tasks").with_index(
        "by_owner_and_status", lambda q: q.eq("owner", owner).gte("status", status)
    )
    return await mine.order("desc").collect()
