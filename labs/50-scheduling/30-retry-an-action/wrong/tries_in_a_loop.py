"""Misconception: Five tries in one action are five attempts.

expect: no-answer
"""

from minivex import (
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    mutation,
    v,
)

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
    args = {"charge_id": charge_id, "amount": amount}
    await ctx.scheduler.run_after(0, internal.charges.pay, args)
    return charge_id


@internal_action
async def pay(ctx, charge_id, amount):
    for _ in range(5):
        try:
            args = {"key": charge_id, "amount": amount}
            receipt = await ctx.run_action(internal.bank.pay, args)
        except Exception:
            continue
        end = {"charge_id": charge_id, "state": "done", "receipt": receipt}
        await ctx.run_mutation(internal.charges.finish, end)
        return
    await ctx.run_mutation(internal.charges.finish, {"charge_id": charge_id, "state": "failed"})


@internal_mutation
async def finish(ctx, charge_id, **fields):
    await ctx.db.patch("charges", charge_id, fields)
