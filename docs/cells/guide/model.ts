// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({
    shed: v.string(),
    status: v.union(v.literal("free"), v.literal("lent")),
  }).index("by_shed_and_status", ["shed", "status"]),
});
// convex/tools.ts
import { query } from "./_generated/server";

export const allOfElm = query({
  args: {},
  handler: async (ctx) =>
    await ctx.db
      .query("tools")
      .withIndex("by_shed_and_status", (q) =>
        q.eq("shed", "elm"),
      )
      .collect(),
});

export const freeInElm = query({
  args: {},
  handler: async (ctx) =>
    await ctx.db
      .query("tools")
      .withIndex("by_shed_and_status", (q) =>
        q.eq("shed", "elm").eq("status", "free"),
      )
      .collect(),
});
// free_anywhere does not compile: see below.
