// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  lines: defineTable({ day: v.number() })
    .index("by_day", ["day"]),
});
// convex/logs.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation } from "./_generated/server";

export const clearAtOnce = mutation({
  args: { day: v.number() },
  handler: async (ctx, { day }) => {
    for (const row of await ctx.db.query("lines").collect()) {
      if (row.day === day) {
        await ctx.db.delete("lines", row._id);
      }
    }
  },
});

export const clear = mutation({
  args: { day: v.number() },
  handler: async (ctx, { day }) => {
    await ctx.scheduler.runAfter(
      0,
      internal.logs.clearSome,
      { day },
    );
  },
});

export const clearSome = internalMutation({
  args: { day: v.number() },
  handler: async (ctx, { day }) => {
    const rows = await ctx.db
      .query("lines")
      .withIndex("by_day", (q) => q.eq("day", day))
      .take(25);
    for (const row of rows) {
      await ctx.db.delete("lines", row._id);
    }
    if (rows.length === 25) {
      await ctx.scheduler.runAfter(
        0,
        internal.logs.clearSome,
        { day },
      );
    }
  },
});
