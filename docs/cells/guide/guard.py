# loans.py
from minivex import ConvexError, define_schema
from minivex import define_table, mutation, v

schema = define_schema({
    "users": define_table({
        "token": v.string()
    }).index("by_token", ["token"]),
    "loans": define_table({
        "borrower": v.id("users"),
        "state": v.string(),
    }),
})


async def require_user(ctx):
    identity = await ctx.auth.get_user_identity()
    if identity is None:
        raise ConvexError({"code": "UNAUTHENTICATED"})
    token = identity["tokenIdentifier"]
    found = ctx.db.query("users").with_index(
        "by_token", lambda q: q.eq("token", token)
    )
    user = await found.unique()
    if user is None:
        raise ConvexError({"code": "UNAUTHENTICATED"})
    return user


@mutation(args={"loan": v.id("loans")})
async def give_back_signed_in(ctx, loan):
    await require_user(ctx)  # somebody, but who?
    await ctx.db.patch(
        "loans", loan, {"state": "returned"}
    )


@mutation(args={"loan": v.id("loans")})
async def give_back(ctx, loan):
    user = await require_user(ctx)
    found = await ctx.db.get("loans", loan)
    if (
        found is None
        or found["borrower"] != user["_id"]
    ):
        raise ConvexError({"code": "NOT_FOUND"})
    await ctx.db.patch(
        "loans", loan, {"state": "returned"}
    )


def main(lab):
    issuer = "https://issuer.example"
    ada, eve = lab.store(
        "users",
        {"token": f"{issuer}|ada"},
        {"token": f"{issuer}|eve"},
    )
    one, two = lab.store(
        "loans",
        *[{"borrower": ada, "state": "out"}] * 2,
    )
    lab.run(
        "give_back_signed_in", as_="eve", loan=one
    )
    refused = lab.error(
        "give_back", as_="eve", loan=two
    )
    print("eve, second function:", refused)
    print("nobody:", lab.error("give_back", loan=two))
    print(lab.table("loans"))
