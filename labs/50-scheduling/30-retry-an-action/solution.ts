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
  args: { key: v.string(), amount: v.number() },
  returns: v.string(),
  handler: async (_ctx, { key, amount }) => {
    const response = await fetch("https://bank.example/payments", {
      method: "POST",
      headers: { "Idempotency-Key": key, "Content-Type": "application/json" },
      body: JSON.stringify({ amount }),
    });
    if (!response.ok) throw new Error(`the bank answered ${response.status}`);
    return await response.text();
  },
});

// convex/charges.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import {
  internalAction,
  internalMutation,
  mutation,
  type MutationCtx,
} from "./_generated/server";

const ATTEMPTS_MAX = 5;
const TIMEOUT_MS = 60_000;

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
    await start(ctx, chargeId, amount, 1);
    return chargeId;
  },
});

async function start(ctx: MutationCtx, chargeId: Id<"charges">, amount: number, attempt: number) {
  await ctx.scheduler.runAfter(0, internal.charges.pay, { chargeId, attempt, amount });
  await ctx.scheduler.runAfter(TIMEOUT_MS, internal.charges.nextAttempt, { chargeId, attempt });
}

export const pay = internalAction({
  args: { chargeId: v.id("charges"), attempt: v.number(), amount: v.number() },
  returns: v.null(),
  handler: async (ctx, { chargeId, attempt, amount }): Promise<null> => {
    let receipt: string;
    try {
      receipt = await ctx.runAction(internal.bank.pay, { key: chargeId, amount });
    } catch {
      await ctx.runMutation(internal.charges.nextAttempt, { chargeId, attempt });
      return null;
    }
    await ctx.runMutation(internal.charges.finish, { chargeId, receipt });
    return null;
  },
});

export const finish = internalMutation({
  args: { chargeId: v.id("charges"), receipt: v.string() },
  handler: async (ctx, { chargeId, receipt }) => {
    const row = await ctx.db.get("charges", chargeId);
    if (row !== null && row.state !== "done") {
      await ctx.db.patch("charges", chargeId, { state: "done", receipt });
    }
  },
});

export const nextAttempt = internalMutation({
  args: { chargeId: v.id("charges"), attempt: v.number() },
  handler: async (ctx, { chargeId, attempt }) => {
    const row = await ctx.db.get("charges", chargeId);
    if (row === null || row.state !== "open" || row.attempt !== attempt) return;
    if (attempt === ATTEMPTS_MAX) {
      await ctx.db.patch("charges", chargeId, { state: "failed" });
      return;
    }
    await ctx.db.patch("charges", chargeId, { attempt: attempt + 1 });
    await start(ctx, chargeId, row.amount, attempt + 1);
  },
});
