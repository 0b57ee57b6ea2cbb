"""A whole status is the span without ends; what two lists share is one helper."""

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


async def by_due(ctx, span):
    return await ctx.db.query("tasks").with_index("by_status_and_due", span).collect()


@query(args={"status": v.string()})
async def with_status(ctx, status):
    return await by_due(ctx, lambda q: q.eq("status", status))


@query(args={"status": v.string(), "start": v.number(), "end": v.number()})
async def due_between(ctx, status, start, end):
    return await by_due(ctx, lambda q: q.eq("status", status).gte("due", start).lt("due", end))


@query(args={"owner": v.string(), "status": v.string()})
async def newest_of(ctx, owner, status):
    mine = ctx.db.query("tasks").with_index(
        "by_owner_and_status", lambda q: q.eq("owner", owner).eq("status", status)
    )
    return await mine.order("desc").collect()
