"""An action may stay in front, as long as it passes the change and not the result."""

from minivex import ConvexError, action, define_schema, define_table, internal, internal_mutation, v

schema = define_schema(
    {
        "accounts": define_table(
            {"owner": v.string(), "credits": v.number(), "note": v.optional(v.string())}
        )
    }
)


@internal_mutation(args={"account_id": v.id("accounts"), "amount": v.number()})
async def change(ctx, account_id, amount):
    account = await ctx.db.get("accounts", account_id)
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    await ctx.db.patch("accounts", account_id, {"credits": account["credits"] + amount})
    return account["credits"] + amount


@action
async def add(ctx, account_id, amount):
    change = {"account_id": account_id, "amount": amount}
    return await ctx.run_mutation(internal.accounts.change, change)
