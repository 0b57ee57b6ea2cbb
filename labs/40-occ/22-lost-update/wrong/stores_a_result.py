"""Misconception: The mutation reads the account again, so it would notice a change.

It reads the row and does not look at its credits: the sum was worked out outside.

expect: nothing-is-lost
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


@internal_query
async def read(ctx, account_id):
    return await ctx.db.get("accounts", account_id)


@internal_mutation
async def store(ctx, account_id, total):
    account = await ctx.db.get("accounts", account_id)
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    await ctx.db.patch("accounts", account_id, {"credits": total})
    return total


@action
async def add(ctx, account_id, amount):
    account = await ctx.run_query(internal.accounts.read, {"account_id": account_id})
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    result = {"account_id": account_id, "total": account["credits"] + amount}
    return await ctx.run_mutation(internal.accounts.store, result)
