"""Credits: an amount is added to an account."""

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


@internal_query(args={"account_id": v.id("accounts")})
async def read(ctx, account_id):
    return await ctx.db.get("accounts", account_id)


@internal_mutation(args={"account_id": v.id("accounts"), "total": v.number()})
async def store(ctx, account_id, total):
    await ctx.db.patch("accounts", account_id, {"credits": total})


@action(args={"account_id": v.id("accounts"), "amount": v.number()}, returns=v.number())
async def add(ctx, account_id, amount):
    account = await ctx.run_query(internal.accounts.read, {"account_id": account_id})
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    total = account["credits"] + amount
    await ctx.run_mutation(internal.accounts.store, {"account_id": account_id, "total": total})
    return total
