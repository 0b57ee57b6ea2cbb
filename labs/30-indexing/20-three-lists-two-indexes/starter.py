"""Three lists of tasks."""

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
    }
)


@query(args={"status": v.string()})
async def with_status(ctx, status):
    tasks = ctx.db.query("tasks").filter(lambda q: q.eq(q.field("status"), status))
    return sorted(await tasks.collect(), key=lambda task: task["due"])


@query(args={"status": v.string(), "start": v.number(), "end": v.number()})
async def due_between(ctx, status, start, end):
    tasks = ctx.db.query("tasks").filter(lambda q: q.eq(q.field("status"), status))
    due = [task for task in await tasks.collect() if start <= task["due"] < end]
    return sorted(due, key=lambda task: task["due"])


@query(args={"owner": v.string(), "status": v.string()})
async def newest_of(ctx, owner, status):
    tasks = ctx.db.query("tasks").order("desc")
    mine = tasks.filter(lambda q: q.eq(q.field("owner"), owner))
    return await mine.filter(lambda q: q.eq(q.field("status"), status)).collect()
