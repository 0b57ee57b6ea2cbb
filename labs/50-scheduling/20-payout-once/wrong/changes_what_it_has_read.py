"""Misconception: A document that was read is the stored one, and changing it stores it.

expect: an-hour-later
"""

from minivex import (
    define_schema,
    define_table,
    internal,
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


@mutation(args={"seller_id": v.id("sellers"), "amount": v.number()}, returns=v.id("payouts"))
async def request(ctx, seller_id, amount):
    payout_id = await ctx.db.insert(
        "payouts", {"seller": seller_id, "amount": amount, "state": "open"}
    )
    await ctx.scheduler.run_after(60 * 60 * 1000, internal.payouts.move, {"payout_id": payout_id})
    return payout_id


@internal_mutation
async def move(ctx, payout_id):
    payout = await ctx.db.get(payout_id)
    seller = await ctx.db.get(payout["seller"])
    if seller is None:
        payout["state"] = "failed"
        payout["reason"] = "NO_SELLER"
        return
    if seller["balance"] < payout["amount"]:
        payout["state"] = "failed"
        payout["reason"] = "TOO_LITTLE"
        return
    seller["balance"] -= payout["amount"]
    seller["paid"] += payout["amount"]
    payout["state"] = "paid"
