"""Who was there last, and when: a field in a row that every page reads, or a table of its own."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "users": define_table(
            {"team": v.string(), "name": v.string(), "last_seen": v.number()}
        ).index("by_team", ["team"]),
        "presence": define_table({"user": v.id("users"), "last_seen": v.number()}).index(
            "by_user", ["user"]
        ),
    }
)


@query(args={"team": v.string()})
async def members(ctx, team):
    users = (
        await ctx.db.query("users").with_index("by_team", lambda q: q.eq("team", team)).collect()
    )
    return [user["name"] for user in users]


@query(args={"user_id": v.id("users")})
async def name_of(ctx, user_id):
    user = await ctx.db.get("users", user_id)
    return user["name"]


@mutation(args={"user_id": v.id("users"), "now": v.number()})
async def seen_in_row(ctx, user_id, now):
    await ctx.db.patch("users", user_id, {"last_seen": now})


@mutation(args={"user_id": v.id("users"), "now": v.number()})
async def seen_apart(ctx, user_id, now):
    presence = (
        await ctx.db.query("presence")
        .with_index("by_user", lambda q: q.eq("user", user_id))
        .unique()
    )
    await ctx.db.patch("presence", presence["_id"], {"last_seen": now})


# The scene. The choice above the picture says which of the two lists of writes is played.

rows = {
    "users": [
        {"team": "red", "name": "Ada", "last_seen": 0},
        {"team": "red", "name": "Bo", "last_seen": 0},
        {"team": "blue", "name": "Cy", "last_seen": 0},
    ],
    "presence": [
        {"user": "users#1", "last_seen": 0},
        {"user": "users#2", "last_seen": 0},
        {"user": "users#3", "last_seen": 0},
    ],
}

live = {
    "ada": [("members", {"team": "red"}), ("name_of", {"user_id": "users#1"})],
    "bo": [("members", {"team": "red"})],
    "cy": [("members", {"team": "blue"})],
}

writes = {
    "rows": [
        ("seen_in_row", {"user_id": "users#1", "now": 10}),
        ("seen_in_row", {"user_id": "users#2", "now": 11}),
        ("seen_in_row", {"user_id": "users#1", "now": 20}),
    ],
    "apart": [
        ("seen_apart", {"user_id": "users#1", "now": 10}),
        ("seen_apart", {"user_id": "users#2", "now": 11}),
        ("seen_apart", {"user_id": "users#1", "now": 20}),
    ],
}
