"""Misconception: While a charge is open, whoever comes may begin the next attempt.

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


@mutation(args={"customer": v.string(), "amount": v.number()}, returns=v.id("charges"))
async def charge(ctx, customer, amount):
    row = {"customer": customer, "amount": amount, "state": "open", "attempt": 1}
    charge_id = await ctx.db.insert("charges", row)
    await start(ctx, charge_id, amount, 1)
    return charge_id


async def start(ctx, charge_id, amount, attempt):
    await ctx.scheduler.run_after(
        0, internal.charges.pay, {"charge_id": charge_id, "amount": amount, "attempt": attempt}
    )
    await ctx.scheduler.run_after(
        60_000, internal.charges.retry, {"charge_id": charge_id, "attempt": attempt}
    )


@internal_action
async def pay(ctx, charge_id, amount, attempt):
    try:
        receipt = await ctx.run_action(internal.bank.pay, {"key": charge_id, "amount": amount})
    except Exception:
        await ctx.run_mutation(internal.charges.retry, {"charge_id": charge_id, "attempt": attempt})
        return
    await ctx.run_mutation(internal.charges.finish, {"charge_id": charge_id, "receipt": receipt})


@internal_mutation
async def retry(ctx, charge_id, attempt):
    charge = await ctx.db.get(charge_id)
    if charge["state"] != "open":
        return
    if attempt == 5:
        await ctx.db.patch(charge_id, {"state": "failed"})
        return
    await ctx.db.patch(charge_id, {"attempt": attempt + 1})
    await start(ctx, charge_id, charge["amount"], attempt + 1)


@internal_mutation
async def finish(ctx, charge_id, receipt):
    charge = await ctx.db.get(charge_id)
    if charge["state"] == "open":
        await ctx.db.patch("charges", charge_id, {"state": "done", "receipt": receipt})
