"""Misconception: whoever joins a team leaves the one before.

expect: both-directions
"""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "users": define_table({"name": v.string()}),
        "teams": define_table({"name": v.string()}),
        "memberships": define_table({"team": v.id("teams"), "user": v.id("users")})
        .index("by_user", ["user"])
        .index("by_team", ["team"]),
    }
)


@mutation(args={"team_id": v.id("teams"), "user_id": v.id("users")})
async def join(ctx, team_id, user_id):
    mine = ctx.db.query("memberships").with_index("by_user", lambda q: q.eq("user", user_id))
    row = await mine.first()
    if row is None:
        await ctx.db.insert("memberships", {"team": team_id, "user": user_id})
    else:
        await ctx.db.patch("memberships", row["_id"], {"team": team_id})


@query(args={"team_id": v.id("teams")})
async def members(ctx, team_id):
    rows = ctx.db.query("memberships").with_index("by_team", lambda q: q.eq("team", team_id))
    users = [await ctx.db.get("users", row["user"]) for row in await rows.collect()]
    return [user for user in users if user is not None]


@query(args={"user_id": v.id("users")})
async def teams_of(ctx, user_id):
    rows = ctx.db.query("memberships").with_index("by_user", lambda q: q.eq("user", user_id))
    teams = [await ctx.db.get("teams", row["team"]) for row in await rows.collect()]
    return [team for team in teams if team is not None]
