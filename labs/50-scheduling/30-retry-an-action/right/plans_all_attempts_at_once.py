"""All five attempts are planned at the beginning; each looks first whether the charge is still open."""

from minivex import (
    define_schema,
    define_table,
    internal,
    internal_action,
    internal_mutation,
    internal_query,
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
    for i in range(5):
        await ctx.scheduler.run_after(
            i * 60_000,
            internal.charges.pay,
            {"charge_id": charge_id, "amount": amount, "attempt": i + 1},
        )
    await ctx.scheduler.run_after(300_000, internal.charges.fail, {"charge_id": charge_id})
    return charge_id


@internal_query
async def is_open(ctx, charge_id):
    charge = await ctx.db.get(charge_id)
    return charge["state"] == "open"


@internal_action
async def pay(ctx, charge_id, amount, attempt):
    if not await ctx.run_query(internal.charges.is_open, {"charge_id": charge_id}):
        return
    try:
        receipt = await ctx.run_action(internal.bank.pay, {"key": charge_id, "amount": amount})
    except Exception:
        return
    await ctx.run_mutation(internal.charges.finish, {"charge_id": charge_id, "receipt": receipt})


@internal_mutation
async def finish(ctx, charge_id, receipt):
    charge = await ctx.db.get(charge_id)
    if charge["state"] == "open":
        await ctx.db.patch("charges", charge_id, {"state": "done", "receipt": receipt})


@internal_mutation
async def fail(ctx, charge_id):
    charge = await ctx.db.get(charge_id)
    if charge["state"] == "open":
        await ctx.db.patch("charges", charge_id, {"state": "failed"})
