"""The row is stored first, and raising undoes it; parts of the work are mutations called by the mutation."""

from math import isfinite

from minivex import ConvexError, define_schema, define_table, internal, internal_mutation, v

schema = define_schema(
    {
        "accounts": define_table({"owner": v.string(), "balance": v.number()}),
        "transfers": define_table(
            {
                "key": v.string(),
                "source": v.id("accounts"),
                "target": v.id("accounts"),
                "amount": v.number(),
            }
        ).index("by_key", ["key"]),
    }
)


@internal_mutation
async def change(ctx, account_id, amount):
    account = await ctx.db.get("accounts", account_id)
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    if account["balance"] + amount < 0:
        raise ConvexError({"code": "TOO_LITTLE"})
    await ctx.db.patch("accounts", account_id, {"balance": account["balance"] + amount})


@internal_mutation(
    args={
        "key": v.string(),
        "source": v.id("accounts"),
        "target": v.id("accounts"),
        "amount": v.number(),
    },
    returns=v.id("transfers"),
)
async def transfer(ctx, key, source, target, amount):
    same_key = ctx.db.query("transfers").with_index("by_key", lambda q: q.eq("key", key))
    done = await same_key.first()
    if done is None:
        if not (isfinite(amount) and amount > 0) or source == target:
            raise ConvexError({"code": "BAD_REQUEST"})
        row = {"key": key, "source": source, "target": target, "amount": amount}
        mine = await ctx.db.insert("transfers", row)
        await ctx.run_mutation(internal.transfers.change, {"account_id": source, "amount": -amount})
        await ctx.run_mutation(internal.transfers.change, {"account_id": target, "amount": amount})
        return mine
    if [done["source"], done["target"], done["amount"]] == [source, target, amount]:
        return done["_id"]
    raise ConvexError({"code": "KEY_REUSED"})
