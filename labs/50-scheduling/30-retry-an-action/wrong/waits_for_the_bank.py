"""Misconception: The app can wait for the bank.

expect: bank-works
"""

from minivex import action, define_schema, define_table, internal, internal_mutation, v

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


@action
async def charge(ctx, customer, amount):
    args = {"customer": customer, "amount": amount}
    charge_id = await ctx.run_mutation(internal.charges.note, args)
    for _ in range(5):
        try:
            request = {"key": charge_id, "amount": amount}
            receipt = await ctx.run_action(internal.bank.pay, request)
        except Exception:
            continue
        end = {"charge_id": charge_id, "state": "done", "receipt": receipt}
        await ctx.run_mutation(internal.charges.finish, end)
        return charge_id
    await ctx.run_mutation(internal.charges.finish, {"charge_id": charge_id, "state": "failed"})
    return charge_id


@internal_mutation
async def note(ctx, customer, amount):
    row = {"customer": customer, "amount": amount, "state": "open", "attempt": 1}
    return await ctx.db.insert("charges", row)


@internal_mutation
async def finish(ctx, charge_id, **fields):
    await ctx.db.patch("charges", charge_id, fields)
