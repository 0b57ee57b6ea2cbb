"""The open tasks of one owner, with a filter behind the index: it reads much and returns little."""

from minivex import define_schema, define_table, mutation, v

schema = define_schema(
    {
        "tasks": define_table(
            {"owner": v.string(), "status": v.string(), "nth": v.optional(v.number())}
        ).index("by_owner", ["owner"]),
    }
)


@mutation(args={"owner": v.string()})
async def finish_one(ctx, owner):
    task = await (
        ctx.db.query("tasks")
        .with_index("by_owner", lambda q: q.eq("owner", owner))
        .filter(lambda q: q.eq(q.field("status"), "open"))
        .first()
    )
    if task is not None:
        await ctx.db.patch("tasks", task["_id"], {"status": "done"})


@mutation(args={"owner": v.string(), "status": v.string()})
async def add(ctx, owner, status):
    await ctx.db.insert("tasks", {"owner": owner, "status": status})


@mutation(args={"task_id": v.id("tasks")})
async def number(ctx, task_id):
    await ctx.db.patch("tasks", task_id, {"nth": 1})


# The scene: what is stored, the call that reads, and what another lane may do meanwhile.

statuses = ["done", "done", "done", "done", "open", "open"]
rows = {
    "tasks": [{"owner": "ada", "status": each} for each in statuses]
    + [{"owner": "bo", "status": "open"} for _ in range(2)],
}
call = ("finish_one", {"owner": "ada"})
others = {
    "dropped": ("number", {"task_id": "tasks#2"}),
    "insert": ("add", {"owner": "ada", "status": "open"}),
    "other": ("add", {"owner": "bo", "status": "open"}),
}
