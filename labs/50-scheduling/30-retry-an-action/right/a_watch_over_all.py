"""One watch per charge looks every half minute until the charge is closed; errors only wait for it."""

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
    await ctx.scheduler.run_after(30_000, internal.charges.watch, {"charge_id": charge_id})
    return charge_id


@internal_action
async def pay(ctx, charge_id, amount):
    receipt = await ctx.run_action(internal.bank.pay, {"key": charge_id, "amount": amount})
    await ctx.run_mutation(internal.charges.finish, {"charge_id": charge_id, "receipt": receipt})


@internal_mutation
async def finish(ctx, charge_id, receipt):
    row = await ctx.db.get("charges", charge_id)
    if row["state"] == "open":
        await ctx.db.patch("charges", charge_id, {"state": "done", "receipt": receipt})


@internal_mutation
async def watch(ctx, charge_id):
    row = await ctx.db.get("charges", charge_id)
    if row["state"] != "open":
        return
    if row["attempt"] == 5:
        await ctx.db.patch("charges", charge_id, {"state": "failed"})
        return
    await ctx.db.patch("charges", charge_id, {"attempt": row["attempt"] + 1})
    args = {"charge_id": charge_id, "amount": row["amount"]}
    await ctx.scheduler.run_after(0, internal.charges.pay, args)
    await ctx.scheduler.run_after(30_000, internal.charges.watch, {"charge_id": charge_id})
