// convex/schema.ts
import {
  defineSchema,
  defineTable,
} from "convex/server";
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
import {
  internalMutation,
  mutation,
  query,
} from "./_generated/server";

const DAY_MS = 24 * 60 * 60 * 1000;

export const overdueByClock = query({
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

export const overdueOn = query({
  args: { today: v.number() },
  handler: async (ctx, { today }) => {
    const late = await ctx.db
      .query("loans")
      .withIndex("by_dueAt", (q) =>
        q.lt("dueAt", today),
      )
      .take(50);
    return late.length;
  },
});

export const overdueByState = query({
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
    // The clock in a mutation is fine.
    const dueAt = Date.now() + DAY_MS;
    const loan = await ctx.db.insert("loans", {
      dueAt,
      state: "out",
    });
    await ctx.scheduler.runAt(
      dueAt,
      internal.loans.becomeOverdue,
      { loan },
    );
    return dueAt;
  },
});

export const becomeOverdue = internalMutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    await ctx.db.patch("loans", loan, {
      state: "overdue",
    });
  },
});
