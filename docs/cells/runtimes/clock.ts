// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  offers: defineTable({
    name: v.string(),
    ends: v.number(),
  }),
});
// convex/offers.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const openNow = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db.query("offers").collect();
    const now = Date.now();
    return rows
      .filter((row) => row.ends > now)
      .map((row) => row.name);
  },
});

export const add = mutation({
  args: { name: v.string(), minutes: v.number() },
  handler: async (ctx, { name, minutes }) => {
    const ends = Date.now() + minutes * 60_000;
    await ctx.db.insert("offers", { name, ends });
  },
});
