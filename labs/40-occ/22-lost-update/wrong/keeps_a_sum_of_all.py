"""Misconception: A total over all accounts is best kept up to date by whoever changes one.

expect: other-accounts-do-not-meet
"""

from minivex import ConvexError, define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "accounts": define_table(
            {"owner": v.string(), "credits": v.number(), "note": v.optional(v.string())}
        ),
        "sums": define_table({"added": v.number()}),
    }
)


@internal_mutation(args={"account_id": v.id("accounts"), "amount": v.number()}, returns=v.number())
async def add(ctx, account_id, amount):
    account = await ctx.db.get("accounts", account_id)
    if account is None:
        raise ConvexError({"code": "NO_ACCOUNT"})
    total = account["credits"] + amount
    await ctx.db.patch("accounts", account_id, {"credits": total})
    row = await ctx.db.query("sums").first()
    if row is None:
        await ctx.db.insert("sums", {"added": amount})
    else:
        await ctx.db.patch("sums", row["_id"], {"added": row["added"] + amount})
    return total
