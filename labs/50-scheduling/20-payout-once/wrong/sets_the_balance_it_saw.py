"""Misconception: The job can bring along the balance it is to leave.

expect: at-once
"""

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
    payout_id = await ctx.db.insert(
        "payouts", {"seller": seller_id, "amount": amount, "state": "open"}
    )
    await ctx.scheduler.run_after(3_600_000, internal.payouts.pay, {"payout_id": payout_id})
    return payout_id


@internal_query
async def look(ctx, payout_id):
    payout = await ctx.db.get("payouts", payout_id)
    return [payout, await ctx.db.get("sellers", payout["seller"])]


@internal_action
async def pay(ctx, payout_id):
    payout, seller = await ctx.run_query(internal.payouts.look, {"payout_id": payout_id})
    reason = "NO_SELLER" if seller is None else None
    if seller is not None and seller["balance"] < payout["amount"]:
        reason = "TOO_LITTLE"
    args = {"payout_id": payout_id, "reason": reason}
    if reason is None:
        args["left"] = seller["balance"] - payout["amount"]
        args["paid"] = seller["paid"] + payout["amount"]
    await ctx.run_mutation(internal.payouts.note, args)


@internal_mutation
async def note(ctx, payout_id, reason, left=0, paid=0):
    if reason is not None:
        await ctx.db.patch("payouts", payout_id, {"state": "failed", "reason": reason})
        return
    payout = await ctx.db.get("payouts", payout_id)
    await ctx.db.patch("sellers", payout["seller"], {"balance": left, "paid": paid})
    await ctx.db.patch("payouts", payout_id, {"state": "paid"})
