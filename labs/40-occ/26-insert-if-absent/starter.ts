// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  names: defineTable({ name: v.string(), key: v.string() }).index("by_key", ["key"]),
});

// convex/names.ts
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, internalMutation, internalQuery } from "./_generated/server";

export const isTaken = internalQuery({
  args: { key: v.string() },
  returns: v.boolean(),
  handler: async (ctx, { key }) => {
    const same = await ctx.db
      .query("names")
      .withIndex("by_key", (q) => q.eq("key", key))
      .first();
    return same !== null;
  },
});

export const store = internalMutation({
  args: { name: v.string(), key: v.string() },
  returns: v.id("names"),
  handler: async (ctx, { name, key }) => await ctx.db.insert("names", { name, key }),
});

export const reserve = action({
  args: { name: v.string() },
  returns: v.id("names"),
  handler: async (ctx, { name }): Promise<Id<"names">> => {
    const key = name.toLowerCase();
    if (await ctx.runQuery(internal.names.isTaken, { key })) {
      throw new ConvexError({ code: "TAKEN" });
    }
    return await ctx.runMutation(internal.names.store, { name, key });
  },
});
