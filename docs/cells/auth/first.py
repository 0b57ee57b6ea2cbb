# users.py
from minivex import ConvexError, mutation, query, v
from minivex import define_schema, define_table

schema = define_schema({
    "users": define_table({"token": v.string(), "name": v.string()})
        .index("by_token", ["token"]),
})


async def require_user(ctx):
    identity = await ctx.auth.get_user_identity()
    if identity is None:
        raise ConvexError({"code": "UNAUTHENTICATED"})
    token = identity["tokenIdentifier"]
    user = await (
        ctx.db.query("users")
        .with_index("by_token", lambda q: q.eq("token", token))
        .unique()
    )
    if user is None:
        raise ConvexError({"code": "NO_USER"})
    return user


@query
async def my_name(ctx):
    return (await require_user(ctx))["name"]


@mutation(args={"name": v.string()})
async def rename(ctx, name):
    user = await require_user(ctx)
    await ctx.db.patch("users", user["_id"], {"name": name})


def main(lab):
    lab.store("users", {"token": "https://issuer.example|ada", "name": "Ada"})
    lab.run("rename", as_="ada", name="Ada L.")
    print("ada:", lab.run("my_name", as_="ada"))
    print("nobody:", lab.error("my_name"))
    print("eve:", lab.error("rename", as_="eve", name="me"))
