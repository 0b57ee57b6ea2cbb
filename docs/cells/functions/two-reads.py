# accounts.py
from minivex import action, api, define_schema
from minivex import define_table, mutation, query, v

account = {"name": v.string(), "euros": v.number()}
schema = define_schema({"accounts": define_table(account)})


@query
async def euros(ctx):
    rows = await ctx.db.query("accounts").collect()
    return {row["name"]: row["euros"] for row in rows}


@mutation
async def move_ten(ctx):
    for row in await ctx.db.query("accounts").collect():
        change = -10 if row["name"] == "ada" else 10
        now = {"euros": row["euros"] + change}
        await ctx.db.patch("accounts", row["_id"], now)


@action
async def audit(ctx):
    before = await ctx.run_query(api.accounts.euros, {})
    # Somebody else, just now:
    await ctx.run_mutation(api.accounts.move_ten, {})
    after = await ctx.run_query(api.accounts.euros, {})
    print("two queries:", before["ada"] + after["bob"])
    print("one query:  ", after["ada"] + after["bob"])


def main(lab):
    for name in ("ada", "bob"):
        lab.store("accounts", {"name": name, "euros": 50})
    lab.run("audit")
