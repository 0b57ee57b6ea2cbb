// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({
    tool: v.string(),
    state: v.string(),
  }),
});
// convex/loans.ts
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation } from "./_generated/server";

const DAY_MS = 24 * 60 * 60 * 1000;

export const lend = mutation({
  args: { tool: v.string(), days: v.number() },
  handler: async (ctx, { tool, days }) => {
    const row = { tool, state: "out" };
    const loan = await ctx.db.insert("loans", row);
    await ctx.scheduler.runAfter(
      days * DAY_MS,
      internal.loans.becomeOverdue,
      { loan },
    );
    if (days > 14) { // takes back the loan and its job
      throw new ConvexError({ code: "BAD_DAYS" });
    }
    return loan;
  },
});

export const giveBack = mutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    const state = "returned";
    await ctx.db.patch("loans", loan, { state });
  },
});

export const becomeOverdue = internalMutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    const found = await ctx.db.get("loans", loan);
    if (found?.state !== "out") return; // back in time
    const state = "overdue";
    await ctx.db.patch("loans", loan, { state });
  },
});
