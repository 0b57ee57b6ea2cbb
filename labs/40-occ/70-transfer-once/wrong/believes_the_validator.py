"""Misconception: v.number() lets only amounts through.

expect: refuses
"""

from minivex import ConvexError, define_schema, define_table, internal_mutation, v

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
    done = await ctx.db.query("transfers").with_index("by_key", lambda q: q.eq("key", key)).unique()
    if done is not None:
        if (done["source"], done["target"], done["amount"]) != (source, target, amount):
            raise ConvexError({"code": "KEY_REUSED"})
        return done["_id"]
    payer = await ctx.db.get("accounts", source)
    payee = await ctx.db.get("accounts", target)
    if payer is None or payee is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    if payer["balance"] < amount:
        raise ConvexError({"code": "TOO_LITTLE"})
    await ctx.db.patch("accounts", source, {"balance": payer["balance"] - amount})
    await ctx.db.patch("accounts", target, {"balance": payee["balance"] + amount})
    request = {"key": key, "source": source, "target": target, "amount": amount}
    return await ctx.db.insert("transfers", request)
