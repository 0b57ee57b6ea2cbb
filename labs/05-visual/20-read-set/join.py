"""Names of a team's members, written twice: one read for each member, and one range."""

from minivex import define_schema, define_table, query, v

schema = define_schema(
    {
        "people": define_table({"name": v.string(), "team": v.string()}).index("by_team", ["team"]),
        "members": define_table({"team": v.string(), "person_id": v.id("people")}).index(
            "by_team", ["team"]
        ),
    }
)


@query(args={"team": v.string()})
async def one_by_one(ctx, team):
    names = []
    async for member in ctx.db.query("members").with_index("by_team", lambda q: q.eq("team", team)):
        person = await ctx.db.get("people", member["person_id"])
        names.append(person["name"])
    return names


@query(args={"team": v.string()})
async def at_once(ctx, team):
    people = (
        await ctx.db.query("people").with_index("by_team", lambda q: q.eq("team", team)).collect()
    )
    return [person["name"] for person in people]


# The scene: how many rows there are, and the two ways to write the same.


def rows(count):
    teams = [f"team {n % 4}" for n in range(count)]
    return {
        "people": [{"name": f"person {n}", "team": team} for n, team in enumerate(teams)],
        "members": [{"team": team, "person_id": f"people#{n + 1}"} for n, team in enumerate(teams)],
    }


calls = {
    "a": ("one_by_one", {"team": "team 0"}),
    "b": ("at_once", {"team": "team 0"}),
}
