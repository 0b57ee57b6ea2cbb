"""Misconception: The data of an error is an object with attributes.

expect: says-why
"""

from minivex import (
    ConvexError,
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


@mutation(args={"seller_id": v.id("sellers"), "amount": v.number()}, returns=v.id("payouts"))
async def request(ctx, seller_id, amount):
    payout = {"seller": seller_id, "amount": amount, "state": "open"}
    payout_id = await ctx.db.insert("payouts", payout)
    await ctx.scheduler.run_after(3_600_000, internal.payouts.pay, {"payout_id": payout_id})
    return payout_id


@internal_action
async def pay(ctx, payout_id):
    try:
        await ctx.run_mutation(internal.payouts.move, {"payout_id": payout_id})
    except ConvexError as e:
        await ctx.run_mutation(
            internal.payouts.fail, {"payout_id": payout_id, "reason": e.data.code}
        )


@internal_mutation
async def fail(ctx, payout_id, reason):
    await ctx.db.patch("payouts", payout_id, {"state": "failed", "reason": reason})


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
