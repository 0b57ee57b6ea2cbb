"""Misconception: An id that passes v.id() is the id of a row.

expect: gone-account
"""

from minivex import define_schema, define_table, internal_mutation, v

schema = define_schema(
    {
        "accounts": define_table(
            {"owner": v.string(), "credits": v.number(), "note": v.optional(v.string())}
        )
    }
)


@internal_mutation(args={"account_id": v.id("accounts"), "amount": v.number()}, returns=v.number())
async def add(ctx, account_id, amount):
    account = await ctx.db.get("accounts", account_id)
    total = account["credits"] + amount
    await ctx.db.patch("accounts", account_id, {"credits": total})
    return total
