"""Misconception: A variable of the file knows the account faster than the database.

It also knows what a call had added that never committed.

expect: outlives-a-crash
"""

from minivex import ConvexError, define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "accounts": define_table(
            {"owner": v.string(), "credits": v.number(), "note": v.optional(v.string())}
        )
    }
)

known = {}


@internal_mutation(args={"account_id": v.id("accounts"), "amount": v.number()}, returns=v.number())
async def add(ctx, account_id, amount):
    account = await ctx.db.get("accounts", account_id)
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    known[account_id] = known.get(account_id, account["credits"]) + amount
    await ctx.db.patch("accounts", account_id, {"credits": known[account_id]})
    return known[account_id]
