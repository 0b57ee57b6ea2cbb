// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({
    dueAt: v.number(),
    state: v.string(),
  })
    .index("by_state", ["state"])
    .index("by_dueAt", ["dueAt"]),
});
// convex/loans.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation, query } from "./_generated/server";

const DAY_MS = 24 * 60 * 60 * 1000;

export const lateByClock = query({
  args: {},
  handler: async (ctx) => {
    const late = await ctx.db
      .query("loans")
      .withIndex("by_dueAt", (q) =>
        q.lt("dueAt", Date.now()),
      )
      .take(50);
    return late.length;
  },
});

export const lateByState = query({
  args: {},
  handler: async (ctx) => {
    const late = await ctx.db
      .query("loans")
      .withIndex("by_state", (q) =>
        q.eq("state", "overdue"),
      )
      .take(50);
    return late.length;
  },
});

export const lend = mutation({
  args: {},
  handler: async (ctx) => {
    const dueAt = Date.now() + DAY_MS; // fine here
    const row = { dueAt, state: "out" };
    const loan = await ctx.db.insert("loans", row);
    const job = internal.loans.becomeOverdue;
    await ctx.scheduler.runAt(dueAt, job, { loan });
  },
});

export const becomeOverdue = internalMutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    const state = "overdue";
    await ctx.db.patch("loans", loan, { state });
  },
});
