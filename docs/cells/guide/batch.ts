// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({ name: v.string() }),
});
// convex/tools.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { action, internalMutation } from "./_generated/server";

export const add = internalMutation({
  args: { names: v.array(v.string()) },
  handler: async (ctx, { names }) => {
    for (const name of names) {
      if (name === "") throw new Error("a tool has a name");
      await ctx.db.insert("tools", { name });
    }
  },
});

export const importOneByOne = action({
  args: { names: v.array(v.string()) },
  handler: async (ctx, { names }) => {
    const add = internal.tools.add;
    for (const name of names) {
      await ctx.runMutation(add, { names: [name] });
    }
  },
});

export const importAtOnce = action({
  args: { names: v.array(v.string()) },
  handler: async (ctx, { names }) => {
    const add = internal.tools.add;
    await ctx.runMutation(add, { names });
  },
});
