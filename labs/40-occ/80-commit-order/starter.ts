// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  events: defineTable({ text: v.string() }),
  readers: defineTable({ last: v.number() }),
});

// convex/events.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const add = internalMutation({
  args: { text: v.string() },
  returns: v.id("events"),
  handler: async (ctx, { text }) => await ctx.db.insert("events", { text }),
});

export const consume = internalMutation({
  args: {},
  returns: v.array(v.string()),
  handler: async (ctx) => {
    const reader = await ctx.db.query("readers").unique();
    const rows = await ctx.db
      .query("events")
      .withIndex("by_creation_time", (q) => q.gt("_creationTime", reader?.last ?? 0))
      .collect();
    const newest = rows.at(-1);
    if (newest === undefined) return [];
    const last = newest._creationTime;
    if (reader === null) await ctx.db.insert("readers", { last });
    else await ctx.db.patch("readers", reader._id, { last });
    return rows.map((row) => row.text);
  },
});
