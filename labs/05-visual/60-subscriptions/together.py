"""A task moves from one table to another. Two queries on one page count both tables."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "waiting": define_table({"title": v.string()}),
        "finished": define_table({"title": v.string()}),
    }
)


@query(args={})
async def waiting_count(ctx):
    return len(await ctx.db.query("waiting").collect())


@query(args={})
async def finished_count(ctx):
    return len(await ctx.db.query("finished").collect())


@mutation(args={"task_id": v.id("waiting")})
async def finish(ctx, task_id):
    task = await ctx.db.get("waiting", task_id)
    await ctx.db.delete("waiting", task_id)
    await ctx.db.insert("finished", {"title": task["title"]})


@mutation(args={"task_id": v.id("waiting")})
async def take_away(ctx, task_id):
    await ctx.db.delete("waiting", task_id)


@mutation(args={"title": v.string()})
async def put_down(ctx, title):
    await ctx.db.insert("finished", {"title": title})


# The scene. page["waiting_count"] is what a page shows of that query at one moment.

rows = {
    "waiting": [{"title": "sweep"}, {"title": "cook"}, {"title": "mend the gate"}],
    "finished": [{"title": "water the fern"}],
}

live = {
    "ada": [("waiting_count", {}), ("finished_count", {})],
    "bo": [("waiting_count", {}), ("finished_count", {})],
}

writes = {
    "one": [
        ("finish", {"task_id": "waiting#1"}),
        ("finish", {"task_id": "waiting#2"}),
    ],
    "two": [
        ("take_away", {"task_id": "waiting#1"}),
        ("put_down", {"title": "sweep"}),
        ("take_away", {"task_id": "waiting#2"}),
        ("put_down", {"title": "cook"}),
    ],
}


def invariant(page):
    """Every page shows four tasks in all, at every moment."""
    return page["waiting_count"] + page["finished_count"] == 4
