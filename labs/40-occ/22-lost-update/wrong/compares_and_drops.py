"""Misconception: Noticing that the account has changed is enough.

Nothing is overwritten, and the amount of whoever noticed is dropped: nobody tries again.

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
async def store_if(ctx, account_id, was, total):
    account = await ctx.db.get("accounts", account_id)
    if account is None or account["credits"] != was:
        return False
    await ctx.db.patch("accounts", account_id, {"credits": total})
    return True


@action
async def add(ctx, account_id, amount):
    account = await ctx.run_query(internal.accounts.read, {"account_id": account_id})
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    was = account["credits"]
    change = {"account_id": account_id, "was": was, "total": was + amount}
    if not await ctx.run_mutation(internal.accounts.store_if, change):
        return was
    return was + amount
