"""Misconception: The text of an error is its code.

expect: says-why
"""

from minivex import (
    ConvexError,
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
    await ctx.scheduler.run_after(60 * 60 * 1000, internal.payouts.pay, {"payout_id": payout_id})
    return payout_id


@internal_mutation
async def pay(ctx, payout_id):
    try:
        await ctx.run_mutation(internal.payouts.move, {"payout_id": payout_id})
    except Exception as e:
        await ctx.db.patch("payouts", payout_id, {"state": "failed", "reason": str(e)})


@internal_mutation
async def move(ctx, payout_id):
    payout = await ctx.db.get("payouts", payout_id)
    seller = await ctx.db.get("sellers", payout["seller"])
    if seller is None:
        raise ConvexError({"code": "NO_SELLER"})
    if seller["balance"] < payout["amount"]:
        raise ConvexError({"code": "TOO_LITTLE"})
    await ctx.db.patch(
        "sellers",
        seller["_id"],
        {
            "balance": seller["balance"] - payout["amount"],
            "paid": seller["paid"] + payout["amount"],
        },
    )
    await ctx.db.patch("payouts", payout_id, {"state": "paid"})
