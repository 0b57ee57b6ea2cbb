"""Misconception: A mutation may call an action.

expect: bank-works
"""

from minivex import define_schema, define_table, internal, mutation, v

schema = define_schema(
    {
        "charges": define_table(
            {
                "customer": v.string(),
                "amount": v.number(),
                "state": v.union(v.literal("open"), v.literal("done"), v.literal("failed")),
                "attempt": v.number(),
                "receipt": v.optional(v.string()),
            }
        )
    }
)


@mutation
async def charge(ctx, customer, amount):
    row = {"customer": customer, "amount": amount, "state": "open", "attempt": 1}
    charge_id = await ctx.db.insert("charges", row)
    receipt = await ctx.run_action(internal.bank.pay, {"key": charge_id, "amount": amount})
    await ctx.db.patch("charges", charge_id, {"state": "done", "receipt": receipt})
    return charge_id
