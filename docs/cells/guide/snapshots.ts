// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({ status: v.string() }),
});
// convex/tools.ts
import { internal } from "./_generated/api";
import { action, internalMutation, internalQuery } from "./_generated/server";

const count = (all: string[], one: string) =>
  all.filter((status) => status === one).length;

export const statuses = internalQuery({
  args: {},
  handler: async (ctx) => {
    const tools = await ctx.db.query("tools").take(100);
    return tools.map((tool) => tool.status);
  },
});

export const lendOne = internalMutation({
  args: {},
  handler: async (ctx) => {
    const tool = await ctx.db.query("tools").first();
    if (tool === null) return;
    const lent = { status: "lent" };
    await ctx.db.patch("tools", tool._id, lent);
  },
});

export const twoQueries = action({
  args: {},
  handler: async (ctx): Promise<number> => {
    const ask = internal.tools.statuses;
    const before = await ctx.runQuery(ask, {});
    // Somebody else, just now:
    await ctx.runMutation(internal.tools.lendOne, {});
    const after = await ctx.runQuery(ask, {});
    return count(before, "free") + count(after, "lent");
  },
});

export const oneQuery = action({
  args: {},
  handler: async (ctx): Promise<number> => {
    const ask = internal.tools.statuses;
    const tools = await ctx.runQuery(ask, {});
    return count(tools, "free") + count(tools, "lent");
  },
});
