// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  names: defineTable({ name: v.string(), key: v.string() }).index("by_key", ["key"]),
});

// convex/names.ts
import { ConvexError, v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const reserve = internalMutation({
  args: { name: v.string() },
  returns: v.id("names"),
  handler: async (ctx, { name }) => {
    const key = name.toLowerCase();
    const taken = await ctx.db
      .query("names")
      .withIndex("by_key", (q) => q.eq("key", key))
      .unique();
    if (taken !== null) throw new ConvexError({ code: "TAKEN" });
    return await ctx.db.insert("names", { name, key });
  },
});
