"""Misconception: Marking and moving are two steps.

expect: worker-dies
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
        "sellers": define_table({"name": v.string(), "balance": v.number(), "paid": v.number()}),
        "payouts": define_table(
            {
                "seller": v.id("sellers"),
                "amount": v.number(),
                "state": v.union(v.literal("open"), v.literal("paid"), v.literal("failed")),
                "reason": v.optional(v.string()),
            }
        ),
    }
)


@mutation
async def request(ctx, seller_id, amount):
    payout = {"seller": seller_id, "amount": amount, "state": "open"}
    payout_id = await ctx.db.insert("payouts", payout)
    await ctx.scheduler.run_after(3_600_000, internal.payouts.pay, {"payout_id": payout_id})
    return payout_id


@internal_mutation
async def pay(ctx, payout_id):
    payout = await ctx.db.get("payouts", payout_id)
    seller = await ctx.db.get("sellers", payout["seller"])
    reason = "NO_SELLER" if seller is None else None
    if seller is not None and seller["balance"] < payout["amount"]:
        reason = "TOO_LITTLE"
    if reason is not None:
        await ctx.db.patch("payouts", payout_id, {"state": "failed", "reason": reason})
        return
    left, paid = seller["balance"] - payout["amount"], seller["paid"] + payout["amount"]
    await ctx.db.patch("sellers", seller["_id"], {"balance": left, "paid": paid})
    await ctx.scheduler.run_after(0, internal.payouts.mark, {"payout_id": payout_id})


@internal_action
async def mark(ctx, payout_id):
    await ctx.run_mutation(internal.payouts.note, {"payout_id": payout_id})


@internal_mutation
async def note(ctx, payout_id):
    await ctx.db.patch("payouts", payout_id, {"state": "paid"})
