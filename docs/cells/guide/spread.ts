// convex/schema.ts
import {
  defineSchema,
  defineTable,
} from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({
    name: v.string(),
    owner: v.string(),
  }),
});
// convex/tools.ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const update = mutation({
  args: { tool: v.id("tools"), changes: v.any() },
  handler: async (ctx, { tool, changes }) => {
    await ctx.db.patch("tools", tool, changes);
  },
});

export const rename = mutation({
  args: { tool: v.id("tools"), name: v.string() },
  handler: async (ctx, { tool, name }) => {
    await ctx.db.patch("tools", tool, { name });
  },
});
