"""Misconception: a range may name the fields of its index in any way, as long as it names them.

Behind a field with bounds the index is not sorted by the next one.

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
        .index("by_due_and_status", ["due", "status"])
        .index("by_owner_and_status", ["owner", "status"])
    }
)


@query(args={"status": v.string()})
async def with_status(ctx, status):
    tasks = ctx.db.query("tasks").with_index("by_due_and_status")
    return await tasks.filter(lambda q: q.eq(q.field("status"), status)).collect()


@query(args={"status": v.string(), "start": v.number(), "end": v.number()})
async def due_between(ctx, status, start, end):
    span = ctx.db.query("tasks").with_index(
        "by_due_and_status", lambda q: q.gte("due", start).lt("due", end).eq("status", status)
    )
    return await span.collect()


@query(args={"owner": v.string(), "status": v.string()})
async def newest_of(ctx, owner, status):
    mine = ctx.db.query("tasks").with_index(
        "by_owner_and_status", lambda q: q.eq("owner", owner).eq("status", status)
    )
    return await mine.order("desc").collect()
