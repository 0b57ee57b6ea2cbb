"""Misconception: A filter on the id reads one row.

expect: other-accounts-do-not-meet
"""

from minivex import ConvexError, define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "accounts": define_table(
            {"owner": v.string(), "credits": v.number(), "note": v.optional(v.string())}
        )
    }
)


@internal_mutation(args={"account_id": v.id("accounts"), "amount": v.number()}, returns=v.number())
async def add(ctx, account_id, amount):
    accounts = ctx.db.query("accounts")
    account = await accounts.filter(lambda q: q.eq(q.field("_id"), account_id)).first()
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    total = account["credits"] + amount
    await ctx.db.patch("accounts", account_id, {"credits": total})
    return total
