"""Misconception: The caller knows the amount, so the old credits are answer enough.

expect: adds-alone
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
    account = await ctx.db.get("accounts", account_id)
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    await ctx.db.patch("accounts", account_id, {"credits": account["credits"] + amount})
    return account["credits"]
