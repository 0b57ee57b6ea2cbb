# accounts.py
from minivex import action, api, define_schema, define_table, mutation, query, v

schema = define_schema({
    "accounts": define_table({"name": v.string(), "euros": v.number()}),
})


@query(args={"name": v.string()})
async def euros(ctx, name):
    rows = await ctx.db.query("accounts").collect()
    return next(row["euros"] for row in rows if row["name"] == name)


@query
async def total(ctx):
    return sum([row["euros"] for row in await ctx.db.query("accounts").collect()])


@mutation
async def move(ctx):
    ada, bob = await ctx.db.query("accounts").collect()
    await ctx.db.patch("accounts", ada["_id"], {"euros": ada["euros"] - 10})
    await ctx.db.patch("accounts", bob["_id"], {"euros": bob["euros"] + 10})


@action
async def audit(ctx):
    ada = await ctx.run_query(api.accounts.euros, {"name": "ada"})
    await ctx.run_mutation(api.accounts.move, {})  # somebody else, just now
    bob = await ctx.run_query(api.accounts.euros, {"name": "bob"})
    return {"two_queries": ada + bob, "one_query": await ctx.run_query(api.accounts.total, {})}


def main(lab):
    lab.store("accounts", {"name": "ada", "euros": 50}, {"name": "bob", "euros": 50})
    print(lab.run("audit"))
