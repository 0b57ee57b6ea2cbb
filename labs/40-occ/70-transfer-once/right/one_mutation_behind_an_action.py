"""The caller meets an action; looking, moving and noting are one mutation behind it."""

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


async def account(ctx, id):
    found = await ctx.db.get("accounts", id)
    if found is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    return found


@internal_mutation
async def move(ctx, **request):
    same_key = ctx.db.query("transfers").with_index("by_key", lambda q: q.eq("key", request["key"]))
    async for done in same_key:
        if all(done[name] == value for name, value in request.items()):
            return done["_id"]
        raise ConvexError({"code": "KEY_REUSED"})
    amount = request["amount"]
    if not (isfinite(amount) and amount > 0) or request["source"] == request["target"]:
        raise ConvexError({"code": "BAD_REQUEST"})
    payer = await account(ctx, request["source"])
    payee = await account(ctx, request["target"])
    if payer["balance"] < amount:
        raise ConvexError({"code": "TOO_LITTLE"})
    await ctx.db.patch("accounts", payer["_id"], {"balance": payer["balance"] - amount})
    await ctx.db.patch("accounts", payee["_id"], {"balance": payee["balance"] + amount})
    return await ctx.db.insert("transfers", request)


@action
async def transfer(ctx, key, source, target, amount):
    request = {"key": key, "source": source, "target": target, "amount": amount}
    return await ctx.run_mutation(internal.transfers.move, request)
