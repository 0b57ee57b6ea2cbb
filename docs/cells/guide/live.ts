// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({
    shed: v.string(),
    name: v.string(),
    status: v.string(),
  }).index("by_shed_and_status", ["shed", "status"]),
});
// convex/tools.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const free = query({
  args: { shed: v.string() },
  handler: async (ctx, { shed }) => {
    const tools = await ctx.db
      .query("tools")
      .withIndex("by_shed_and_status", (q) =>
        q.eq("shed", shed).eq("status", "free"),
      )
      .take(50);
    return tools.map((tool) => tool.name);
  },
});

export const lend = mutation({
  args: { tool: v.id("tools") },
  handler: async (ctx, { tool }) => {
    const status = "lent";
    await ctx.db.patch("tools", tool, { status });
  },
});
