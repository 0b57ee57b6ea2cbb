"""Every piece of news goes to one mutation, which decides what follows from it."""

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


TRIES = 5


@mutation
async def charge(ctx, customer, amount):
    row = {"customer": customer, "amount": amount, "state": "open", "attempt": 0}
    charge_id = await ctx.db.insert("charges", row)
    await ctx.run_mutation(internal.charges.news, {"charge_id": charge_id, "attempt": 0})
    return charge_id


@internal_mutation
async def news(ctx, charge_id, attempt, receipt=None):
    row = await ctx.db.get("charges", charge_id)
    if receipt is not None and row["state"] == "open":
        await ctx.db.patch("charges", charge_id, {"state": "done", "receipt": receipt})
    elif row["state"] == "open" and row["attempt"] == attempt:
        if attempt == TRIES:
            await ctx.db.patch("charges", charge_id, {"state": "failed"})
        else:
            await ctx.db.patch("charges", charge_id, {"attempt": attempt + 1})
            args = {"charge_id": charge_id, "attempt": attempt + 1}
            await ctx.scheduler.run_after(45_000, internal.charges.news, args)
            ask = {**args, "amount": row["amount"]}
            await ctx.scheduler.run_after(0, internal.charges.ask, ask)


@internal_action
async def ask(ctx, charge_id, attempt, amount):
    args = {"charge_id": charge_id, "attempt": attempt}
    try:
        request = {"key": f"charge {charge_id}", "amount": amount}
        args["receipt"] = await ctx.run_action(internal.bank.pay, request)
    finally:
        await ctx.run_mutation(internal.charges.news, args)
