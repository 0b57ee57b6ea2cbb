"""The pair is found from the other end, and a walk over the rows skips whoever is gone."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "users": define_table({"name": v.string()}),
        "teams": define_table({"name": v.string()}),
        "memberships": define_table({"team": v.id("teams"), "user": v.id("users")})
        .index("by_user_and_team", ["user", "team"])
        .index("by_team", ["team"]),
    }
)


@mutation(args={"team_id": v.id("teams"), "user_id": v.id("users")})
async def join(ctx, team_id, user_id):
    pair = ctx.db.query("memberships").with_index(
        "by_user_and_team", lambda q: q.eq("user", user_id).eq("team", team_id)
    )
    if await pair.unique() is not None:
        return
    await ctx.db.insert("memberships", {"team": team_id, "user": user_id})


@query(args={"team_id": v.id("teams")})
async def members(ctx, team_id):
    found = []
    async for row in ctx.db.query("memberships").with_index(
        "by_team", lambda q: q.eq("team", team_id)
    ):
        user = await ctx.db.get("users", row["user"])
        if user is not None:
            found.append(user)
    return found


@query(args={"user_id": v.id("users")})
async def teams_of(ctx, user_id):
    found = []
    async for row in ctx.db.query("memberships").with_index(
        "by_user_and_team", lambda q: q.eq("user", user_id)
    ):
        team = await ctx.db.get("teams", row["team"])
        if team is not None:
            found.append(team)
    return found
