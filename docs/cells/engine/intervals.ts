// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({
    shed: v.string(),
    name: v.string(),
  }).index("by_shed", ["shed", "name"]),
});
// convex/tools.ts
import { v } from "convex/values";
import { type QueryCtx, query } from "./_generated/server";

function ofShed(ctx: QueryCtx, shed: string) {
  return ctx.db.query("tools").withIndex("by_shed", (q) => q.eq("shed", shed));
}

export const everything = query({
  args: { shed: v.string() },
  handler: async (ctx, { shed }) => (await ofShed(ctx, shed).collect()).length,
});

export const firstTwo = query({
  args: { shed: v.string() },
  handler: async (ctx, { shed }) => (await ofShed(ctx, shed).take(2)).length,
});
