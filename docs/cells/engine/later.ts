// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  notes: defineTable({ text: v.string() }),
});
// convex/loans.ts
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation } from "./_generated/server";

export const note = internalMutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    await ctx.db.insert("notes", { text });
  },
});

export const lend = mutation({
  args: { text: v.string(), fails: v.boolean() },
  handler: async (ctx, { text, fails }) => {
    await ctx.scheduler.runAfter(1000, internal.loans.note, { text });
    if (fails) {
      throw new ConvexError("no such tool");
    }
  },
});
