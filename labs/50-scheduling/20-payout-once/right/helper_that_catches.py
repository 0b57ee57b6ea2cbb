"""The move is a mutation inside the job; if it raises, its writes are undone, and the job notes why."""

from minivex import (
    ConvexError,
    define_schema,
    define_table,
    internal,
    internal_mutation,
    mutation,
    v,
)

STATES = v.union(v.literal("open"), v.literal("paid"), v.literal("failed"))
schema = define_schema(
    {
        "sellers": define_table({"name": v.string(), "balance": v.number(), "paid": v.number()}),
        "payouts": define_table(
            {
                "seller": v.id("sellers"),
                "amount": v.number(),
                "state": STATES,
                "reason": v.optional(v.string()),
            }
        ),
    }
)


@internal_mutation
async def move(ctx, seller_id, amount):
    seller = await ctx.db.get("sellers", seller_id)
    if seller is None:
        raise ConvexError({"code": "NO_SELLER"})
    left = seller["balance"] - amount
    await ctx.db.patch("sellers", seller_id, {"balance": left, "paid": seller["paid"] + amount})
    if left < 0:
        raise ConvexError({"code": "TOO_LITTLE"})


@internal_mutation
async def carry_out(ctx, payout_id):
    payout = await ctx.db.get("payouts", payout_id)
    args = {"seller_id": payout["seller"], "amount": payout["amount"]}
    try:
        await ctx.run_mutation(internal.payouts.move, args)
    except ConvexError as error:
        end = {"state": "failed", "reason": error.data["code"]}
        await ctx.db.patch("payouts", payout_id, end)
    else:
        await ctx.db.patch("payouts", payout_id, {"state": "paid"})


@mutation
async def request(ctx, seller_id, amount):
    payout_id = await ctx.db.insert(
        "payouts", {"seller": seller_id, "amount": amount, "state": "open"}
    )
    due_ms = ctx.now() + 60 * 60 * 1000
    await ctx.scheduler.run_at(due_ms, internal.payouts.carry_out, {"payout_id": payout_id})
    return payout_id
