"""Misconception: A global knows which payouts have run.

expect: at-once
"""

from minivex import define_schema, define_table, internal, internal_mutation, mutation, v

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


paid_out = set()


@mutation
async def request(ctx, seller_id, amount):
    payout = {"seller": seller_id, "amount": amount, "state": "open"}
    payout_id = await ctx.db.insert("payouts", payout)
    await ctx.scheduler.run_after(3_600_000, internal.payouts.pay, {"payout_id": payout_id})
    return payout_id


@internal_mutation
async def pay(ctx, payout_id):
    if payout_id in paid_out:
        return
    paid_out.add(payout_id)
    payout = await ctx.db.get("payouts", payout_id)
    seller = await ctx.db.get("sellers", payout["seller"])
    if seller is None:
        await ctx.db.patch("payouts", payout_id, {"state": "failed", "reason": "NO_SELLER"})
        return
    if seller["balance"] < payout["amount"]:
        await ctx.db.patch("payouts", payout_id, {"state": "failed", "reason": "TOO_LITTLE"})
        return
    left, paid = seller["balance"] - payout["amount"], seller["paid"] + payout["amount"]
    await ctx.db.patch("sellers", seller["_id"], {"balance": left, "paid": paid})
    await ctx.db.patch("payouts", payout_id, {"state": "paid"})
