"""Misconception: A key says who is charged.

expect: pays-once
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
    await start(ctx, charge_id, 1)
    return charge_id


async def start(ctx, charge_id, attempt):
    args = {"charge_id": charge_id, "attempt": attempt}
    row = await ctx.db.get("charges", charge_id)
    await ctx.scheduler.run_after(
        0, internal.charges.pay, {**args, "amount": row["amount"], "key": row["customer"]}
    )
    await ctx.scheduler.run_after(60_000, internal.charges.next_attempt, args)


@internal_action
async def pay(ctx, charge_id, attempt, amount, key):
    args = {"charge_id": charge_id, "attempt": attempt}
    try:
        receipt = await ctx.run_action(internal.bank.pay, {"key": key, "amount": amount})
    except Exception:
        await ctx.run_mutation(internal.charges.next_attempt, args)
        return
    await ctx.run_mutation(internal.charges.finish, {"charge_id": charge_id, "receipt": receipt})


@internal_mutation
async def finish(ctx, charge_id, receipt):
    await ctx.db.patch("charges", charge_id, {"state": "done", "receipt": receipt})


@internal_mutation
async def next_attempt(ctx, charge_id, attempt):
    row = await ctx.db.get("charges", charge_id)
    if row["state"] != "open" or row["attempt"] != attempt:
        return
    if attempt == 5:
        await ctx.db.patch("charges", charge_id, {"state": "failed"})
        return
    await ctx.db.patch("charges", charge_id, {"attempt": attempt + 1})
    await start(ctx, charge_id, attempt + 1)
