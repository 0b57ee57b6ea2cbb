"""Teams and their members, kept in the team."""

from minivex import define_schema, define_table, mutation, query, v

schema = define_schema(
    {
        "users": define_table({"name": v.string()}),
        "teams": define_table({"name": v.string(), "members": v.optional(v.array(v.id("users")))}),
    }
)


@mutation(args={"team_id": v.id("teams"), "user_id": v.id("users")})
async def join(ctx, team_id, user_id):
    team = await ctx.db.get("teams", team_id)
    await ctx.db.patch("teams", team_id, {"members": [*team.get("members", []), user_id]})


@query(args={"team_id": v.id("teams")})
async def members(ctx, team_id):
    team = await ctx.db.get("teams", team_id)
    return [await ctx.db.get("users", user_id) for user_id in team.get("members", [])]


@query(args={"user_id": v.id("users")})
async def teams_of(ctx, user_id):
    teams = await ctx.db.query("teams").collect()
    return [team for team in teams if user_id in team.get("members", [])]
