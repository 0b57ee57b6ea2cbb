# notes.py
from minivex import ConvexError, define_schema, define_table, mutation, query, v

schema = define_schema({
    "users": define_table({"token": v.string()}).index("by_token", ["token"]),
    "notes": define_table({"owner": v.id("users"), "text": v.string()}).index("by_owner", ["owner"]),
})


async def require_user(ctx):
    identity = await ctx.auth.get_user_identity()
    if identity is None:
        raise ConvexError({"code": "UNAUTHENTICATED"})
    token = identity["tokenIdentifier"]
    user = await ctx.db.query("users").with_index("by_token", lambda q: q.eq("token", token)).unique()
    if user is None:
        raise ConvexError({"code": "NO_USER"})
    return user


@mutation(args={"text": v.string()})
async def add(ctx, text):
    user = await require_user(ctx)
    await ctx.db.insert("notes", {"owner": user["_id"], "text": text})


@query
async def mine(ctx):
    user = await require_user(ctx)
    found = ctx.db.query("notes").with_index("by_owner", lambda q: q.eq("owner", user["_id"]))
    return [note["text"] for note in await found.take(50)]


def main(lab):
    for name in ("ada", "bob"):
        lab.store("users", {"token": f"https://issuer.example|{name}"})
    lab.run("add", as_="ada", text="buy ink")
    print("ada:", lab.run("mine", as_="ada"), "bob:", lab.run("mine", as_="bob"))
    print("nobody:", lab.error("mine"))
    print("a stranger:", lab.error("mine", as_="eve"))
