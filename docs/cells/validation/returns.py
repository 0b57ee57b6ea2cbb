# users.py
from minivex import define_schema, define_table, query, v

schema = define_schema({
    "users": define_table({"name": v.string(), "password_hash": v.string()}),
})

shown = v.object({"name": v.string()})


@query(returns=v.nullable(shown))
async def first(ctx):
    user = await ctx.db.query("users").first()
    return None if user is None else {"name": user["name"]}


@query(returns=shown)
async def careless(ctx):
    return await ctx.db.query("users").first()


def main(lab):
    print("nobody:", lab.run("first"))
    lab.store("users", {"name": "ada", "password_hash": "5f4dcc3b"})
    print("found:", lab.run("first"))
    print(lab.error("careless").splitlines()[0])
