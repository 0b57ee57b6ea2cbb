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
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation, mutation } from "./_generated/server";

export const request = mutation({
  args: { sellerId: v.id("sellers"), amount: v.number() },
  returns: v.id("payouts"),
  handler: async (ctx, { sellerId, amount }) => {
    const payoutId = await ctx.db.insert("payouts", { seller: sellerId, amount, state: "open" });
    await ctx.scheduler.runAfter(3_600_000, internal.payouts.pay, { payoutId });
    return payoutId;
  },
});

export const pay = internalAction({
  args: { payoutId: v.id("payouts") },
  handler: async (ctx, { payoutId }) => {
    await ctx.runMutation(internal.payouts.move, { payoutId });
  },
});

export const move = internalMutation({
  args: { payoutId: v.id("payouts") },
  handler: async (ctx, { payoutId }) => {
    const payout = await ctx.db.get("payouts", payoutId);
    if (payout === null) throw new Error("no such payout");
    const seller = await ctx.db.get("sellers", payout.seller);
    if (seller === null) throw new ConvexError({ code: "NO_SELLER" });
    if (seller.balance < payout.amount) throw new ConvexError({ code: "TOO_LITTLE" });
    await ctx.db.patch("sellers", seller._id, {
      balance: seller.balance - payout.amount,
      paid: seller.paid + payout.amount,
    });
    await ctx.db.patch("payouts", payoutId, { state: "paid" });
  },
});
