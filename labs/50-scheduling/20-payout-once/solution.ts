// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  sellers: defineTable({ name: v.string(), balance: v.number(), paid: v.number() }),
  payouts: defineTable({
    seller: v.id("sellers"),
    amount: v.number(),
    state: v.union(v.literal("open"), v.literal("paid"), v.literal("failed")),
    reason: v.optional(v.string()),
  }),
});

// convex/payouts.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation } from "./_generated/server";

export const request = mutation({
  args: { sellerId: v.id("sellers"), amount: v.number() },
  returns: v.id("payouts"),
  handler: async (ctx, { sellerId, amount }) => {
    const payoutId = await ctx.db.insert("payouts", { seller: sellerId, amount, state: "open" });
    await ctx.scheduler.runAfter(3_600_000, internal.payouts.pay, { payoutId });
    return payoutId;
  },
});

export const pay = internalMutation({
  args: { payoutId: v.id("payouts") },
  handler: async (ctx, { payoutId }) => {
    const payout = await ctx.db.get("payouts", payoutId);
    if (payout === null) return;
    const seller = await ctx.db.get("sellers", payout.seller);
    if (seller === null) {
      await ctx.db.patch("payouts", payoutId, { state: "failed", reason: "NO_SELLER" });
      return;
    }
    if (seller.balance < payout.amount) {
      await ctx.db.patch("payouts", payoutId, { state: "failed", reason: "TOO_LITTLE" });
      return;
    }
    await ctx.db.patch("sellers", seller._id, {
      balance: seller.balance - payout.amount,
      paid: seller.paid + payout.amount,
    });
    await ctx.db.patch("payouts", payoutId, { state: "paid" });
  },
});
