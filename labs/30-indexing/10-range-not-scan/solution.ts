// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  messages: defineTable({
    workspace: v.string(),
    to: v.string(),
    text: v.string(),
  }).index("by_to", ["to"]),
});

// convex/messages.ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const inbox = query({
  args: { to: v.string() },
  handler: async (ctx, { to }) =>
    await ctx.db
      .query("messages")
      .withIndex("by_to", (q) => q.eq("to", to))
      .collect(),
});
