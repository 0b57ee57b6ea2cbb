# loans.py
from minivex import ConvexError, define_schema
from minivex import define_table, mutation, v

schema = define_schema({
    "loans": define_table({
        "borrower": v.string(),
        "state": v.string(),
    }),
})
RETURNED = {"state": "returned"}


async def require_user(ctx):
    identity = await ctx.auth.get_user_identity()
    if identity is None:
        raise ConvexError({"code": "UNAUTHENTICATED"})
    return identity["subject"]


@mutation(args={"loan": v.id("loans")})
async def give_back_signed_in(ctx, loan):
    await require_user(ctx)  # somebody, but who?
    await ctx.db.patch("loans", loan, RETURNED)


@mutation(args={"loan": v.id("loans")})
async def give_back(ctx, loan):
    user = await require_user(ctx)
    found = await ctx.db.get("loans", loan)
    if found is None or found["borrower"] != user:
        raise ConvexError({"code": "NOT_FOUND"})
    await ctx.db.patch("loans", loan, RETURNED)


def main(lab):
    row = {"borrower": "ada", "state": "out"}
    one, two = lab.store("loans", row, row)
    lab.run("give_back_signed_in", as_="eve", loan=one)
    refused = lab.error("give_back", as_="eve", loan=two)
    print("eve, second function:", refused)
    print("nobody:", lab.error("give_back", loan=two))
    print(lab.table("loans"))
