// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  shelf: defineTable({ value: v.optional(v.any()) }).index("by_value", ["value"]),
});
// convex/shelf.ts
import { query } from "./_generated/server";

export const inOrder = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db.query("shelf").withIndex("by_value").collect();
    return rows.map((row) => ("value" in row ? row.value : "(missing)"));
  },
});
