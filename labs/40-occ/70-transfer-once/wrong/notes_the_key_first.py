"""Misconception: A key that is noted first keeps everybody else out.

If the move is then refused, or never happens, the key says that it did.

expect: refused-key-may-come-again
"""

from math import isfinite

from minivex import ConvexError, action, define_schema, define_table, internal, internal_mutation, v

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
async def note(ctx, key, source, target, amount):
    done = await ctx.db.query("transfers").with_index("by_key", lambda q: q.eq("key", key)).unique()
    if done is not None:
        if (done["source"], done["target"], done["amount"]) != (source, target, amount):
            raise ConvexError({"code": "KEY_REUSED"})
        return {"id": done["_id"], "is_new": False}
    request = {"key": key, "source": source, "target": target, "amount": amount}
    return {"id": await ctx.db.insert("transfers", request), "is_new": True}


@internal_mutation
async def move(ctx, source, target, amount):
    if not (isfinite(amount) and amount > 0) or source == target:
        raise ConvexError({"code": "BAD_REQUEST"})
    payer = await ctx.db.get("accounts", source)
    payee = await ctx.db.get("accounts", target)
    if payer is None or payee is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    if payer["balance"] < amount:
        raise ConvexError({"code": "TOO_LITTLE"})
    await ctx.db.patch("accounts", source, {"balance": payer["balance"] - amount})
    await ctx.db.patch("accounts", target, {"balance": payee["balance"] + amount})


@action
async def transfer(ctx, key, source, target, amount):
    what = {"source": source, "target": target, "amount": amount}
    noted = await ctx.run_mutation(internal.transfers.note, {"key": key, **what})
    if not noted["is_new"]:
        return noted["id"]
    await ctx.run_mutation(internal.transfers.move, what)
    return noted["id"]
