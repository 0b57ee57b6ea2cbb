// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({ note: v.string() }),
});
// convex/loans.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const newestCollected = query({
  args: {},
  handler: async (ctx) => {
    const loans = await ctx.db
      .query("loans")
      .order("desc")
      .collect();
    return loans.slice(0, 3);
  },
});

export const newest = query({
  args: {},
  handler: async (ctx) =>
    await ctx.db.query("loans").order("desc").take(3),
});

export const edit = mutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    const note = "edited";
    await ctx.db.patch("loans", loan, { note });
  },
});
