"""Misconception: What a query says right after my mutation is what my mutation made.

expect: told-what-it-made
"""

from minivex import (
    ConvexError,
    action,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    internal_query,
    v,
)

schema = define_schema(
    {
        "accounts": define_table(
            {"owner": v.string(), "credits": v.number(), "note": v.optional(v.string())}
        )
    }
)


@internal_mutation
async def change(ctx, account_id, amount):
    account = await ctx.db.get("accounts", account_id)
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    await ctx.db.patch("accounts", account_id, {"credits": account["credits"] + amount})


@internal_query
async def read_total(ctx, account_id):
    account = await ctx.db.get("accounts", account_id)
    return account["credits"]


@action
async def add(ctx, account_id, amount):
    await ctx.run_mutation(internal.accounts.change, {"account_id": account_id, "amount": amount})
    return await ctx.run_query(internal.accounts.read_total, {"account_id": account_id})
