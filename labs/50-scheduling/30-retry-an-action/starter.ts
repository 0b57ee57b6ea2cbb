// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  charges: defineTable({
    customer: v.string(),
    amount: v.number(),
    state: v.union(v.literal("open"), v.literal("done"), v.literal("failed")),
    attempt: v.number(),
    receipt: v.optional(v.string()),
  }),
});

// convex/bank.ts
import { v } from "convex/values";
import { internalAction } from "./_generated/server";

export const pay = internalAction({
  args: { key: v.optional(v.string()), amount: v.number() },
  returns: v.string(),
  handler: async (_ctx, { key, amount }) => {
    const response = await fetch("https://bank.example/payments", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(key === undefined ? {} : { "Idempotency-Key": key }),
      },
      body: JSON.stringify({ amount }),
    });
    if (!response.ok) throw new Error(`the bank answered ${response.status}`);
    return await response.text();
  },
});

// convex/charges.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation, mutation } from "./_generated/server";

export const charge = mutation({
  args: { customer: v.string(), amount: v.number() },
  returns: v.id("charges"),
  handler: async (ctx, { customer, amount }) => {
    const chargeId = await ctx.db.insert("charges", {
      customer,
      amount,
      state: "open",
      attempt: 1,
    });
    await ctx.scheduler.runAfter(0, internal.charges.pay, { chargeId, amount });
    return chargeId;
  },
});

export const pay = internalAction({
  args: { chargeId: v.id("charges"), amount: v.number() },
  returns: v.null(),
  handler: async (ctx, { chargeId, amount }): Promise<null> => {
    let receipt: string;
    try {
      receipt = await ctx.runAction(internal.bank.pay, { amount });
    } catch {
      await ctx.runMutation(internal.charges.fail, { chargeId });
      return null;
    }
    await ctx.runMutation(internal.charges.finish, { chargeId, receipt });
    return null;
  },
});

export const finish = internalMutation({
  args: { chargeId: v.id("charges"), receipt: v.string() },
  handler: async (ctx, { chargeId, receipt }) => {
    await ctx.db.patch("charges", chargeId, { state: "done", receipt });
  },
});

export const fail = internalMutation({
  args: { chargeId: v.id("charges") },
  handler: async (ctx, { chargeId }) => {
    await ctx.db.patch("charges", chargeId, { state: "failed" });
  },
});
