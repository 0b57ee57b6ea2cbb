// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({ name: v.string() }),
});
// convex/tools.ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const add = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    const before = (await ctx.db.query("tools").collect()).length;
    await ctx.db.insert("tools", { name });
    return [before, (await ctx.db.query("tools").collect()).length];
  },
});
