"""Misconception: an index on owner and status can be asked for the status alone.

A prefix has no holes.

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
        ).index("by_owner_and_status", ["owner", "status"])
    }
)


@query(args={"status": v.string()})
async def with_status(ctx, status):
    tasks = ctx.db.query("tasks")
    found = tasks.with_index("by_owner_and_status", lambda q: q.eq("status", status))
    return sorted(await found.collect(), key=lambda task: task["due"])


@query(args={"status": v.string(), "start": v.number(), "end": v.number()})
async def due_between(ctx, status, start, end):
    tasks = ctx.db.query("tasks")
    found = tasks.with_index("by_owner_and_status", lambda q: q.eq("status", status))
    due = [task async for task in found if start <= task["due"] < end]
    return sorted(due, key=lambda task: task["due"])


@query(args={"owner": v.string(), "status": v.string()})
async def newest_of(ctx, owner, status):
    mine = ctx.db.query("tasks").with_index(
        "by_owner_and_status", lambda q: q.eq("owner", owner).eq("status", status)
    )
    return await mine.order("desc").collect()
