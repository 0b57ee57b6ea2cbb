"""Misconception: Round and square brackets gather alike.

expect: both-directions
"""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "users": define_table({"name": v.string()}),
        "teams": define_table({"name": v.string()}),
        "memberships": define_table({"team_id": v.id("teams"), "user_id": v.id("users")})
        .index("by_team", ["team_id"])
        .index("by_user", ["user_id"]),
    }
)


@mutation(args={"team_id": v.id("teams"), "user_id": v.id("users")})
async def join(ctx, team_id, user_id):
    existing = (
        await ctx.db.query("memberships")
        .with_index("by_user", lambda q: q.eq("user_id", user_id))
        .filter(lambda q: q.eq(q.field("team_id"), team_id))
        .first()
    )
    if existing is None:
        await ctx.db.insert("memberships", {"team_id": team_id, "user_id": user_id})


@query(args={"team_id": v.id("teams")})
async def members(ctx, team_id):
    rows = (
        await ctx.db.query("memberships")
        .with_index("by_team", lambda q: q.eq("team_id", team_id))
        .collect()
    )
    return [u for u in (await ctx.db.get(r["user_id"]) for r in rows) if u]


@query(args={"user_id": v.id("users")})
async def teams_of(ctx, user_id):
    rows = (
        await ctx.db.query("memberships")
        .with_index("by_user", lambda q: q.eq("user_id", user_id))
        .collect()
    )
    return [t for t in [await ctx.db.get(r["team_id"]) for r in rows] if t]
