"""Misconception: the beginning of the index is enough to find the pair.

Anybody in the team is found, and the newcomer is turned away.

expect: both-directions
"""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "users": define_table({"name": v.string()}),
        "teams": define_table({"name": v.string()}),
        "memberships": define_table({"team": v.id("teams"), "user": v.id("users")})
        .index("by_team_and_user", ["team", "user"])
        .index("by_user", ["user"]),
    }
)


@mutation(args={"team_id": v.id("teams"), "user_id": v.id("users")})
async def join(ctx, team_id, user_id):
    pair = ctx.db.query("memberships").with_index(
        "by_team_and_user", lambda q: q.eq("team", team_id)
    )
    if await pair.first() is None:
        await ctx.db.insert("memberships", {"team": team_id, "user": user_id})


@query(args={"team_id": v.id("teams")})
async def members(ctx, team_id):
    rows = ctx.db.query("memberships").with_index(
        "by_team_and_user", lambda q: q.eq("team", team_id)
    )
    users = [await ctx.db.get("users", row["user"]) for row in await rows.collect()]
    return [user for user in users if user is not None]


@query(args={"user_id": v.id("users")})
async def teams_of(ctx, user_id):
    rows = ctx.db.query("memberships").with_index("by_user", lambda q: q.eq("user", user_id))
    teams = [await ctx.db.get("teams", row["team"]) for row in await rows.collect()]
    return [team for team in teams if team is not None]
