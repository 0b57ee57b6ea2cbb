// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  messages: defineTable({
    workspace: v.string(),
    to: v.string(),
    text: v.string(),
  }),
});

// convex/messages.ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const inbox = query({
  args: { to: v.string() },
  handler: async (ctx, { to }) =>
    await ctx.db
      .query("messages")
      .filter((q) => q.eq(q.field("to"), to))
      .collect(),
});
