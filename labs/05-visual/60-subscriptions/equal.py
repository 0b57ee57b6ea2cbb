"""Is anything left to do? The answer seldom changes; what it rests on changes all the time."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "tasks": define_table({"room": v.string(), "done": v.boolean(), "title": v.string()}).index(
            "by_room_and_done", ["room", "done"]
        )
    }
)


@query(args={"room": v.string()})
async def anything_left(ctx, room):
    tasks = (
        await ctx.db.query("tasks")
        .with_index("by_room_and_done", lambda q: q.eq("room", room))
        .collect()
    )
    return any(not task["done"] for task in tasks)


@query(args={"room": v.string()})
async def titles(ctx, room):
    tasks = (
        await ctx.db.query("tasks")
        .with_index("by_room_and_done", lambda q: q.eq("room", room).eq("done", False))
        .collect()
    )
    return [task["title"] for task in tasks]


@mutation(args={"room": v.string(), "title": v.string()})
async def add(ctx, room, title):
    await ctx.db.insert("tasks", {"room": room, "done": False, "title": title})


@mutation(args={"task_id": v.id("tasks")})
async def finish(ctx, task_id):
    await ctx.db.patch("tasks", task_id, {"done": True})


# The scene. ada and bo ask the same thing; cy wants to see the titles.

rows = {
    "tasks": [
        {"room": "kitchen", "done": False, "title": "sweep"},
        {"room": "kitchen", "done": False, "title": "water the fern"},
        {"room": "kitchen", "done": True, "title": "cook"},
    ]
}

live = {
    "ada": [("anything_left", {"room": "kitchen"})],
    "bo": [("anything_left", {"room": "kitchen"})],
    "cy": [("titles", {"room": "kitchen"})],
}

writes = [
    ("add", {"room": "kitchen", "title": "post the letter"}),
    ("finish", {"task_id": "tasks#2"}),
    ("finish", {"task_id": "tasks#4"}),
    ("finish", {"task_id": "tasks#1"}),
]
