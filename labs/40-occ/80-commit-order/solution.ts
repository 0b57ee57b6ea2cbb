// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  events: defineTable({ text: v.string(), at: v.commitTs() }).index("by_at", ["at"]),
  readers: defineTable({ last: v.int64() }),
});

// convex/events.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const add = internalMutation({
  args: { text: v.string() },
  returns: v.id("events"),
  handler: async (ctx, { text }) =>
    await ctx.db.insert("events", { text, at: ctx.db.vars.commitTs }),
});

export const consume = internalMutation({
  args: {},
  returns: v.array(v.string()),
  handler: async (ctx) => {
    const reader = await ctx.db.query("readers").unique();
    const last = reader === null ? 0n : reader.last;
    const upto = await ctx.meta.getSnapshotTs();
    const rows = await ctx.db
      .query("events")
      .withIndex("by_at", (q) => q.gt("at", last).lte("at", upto))
      .collect();
    if (reader === null) await ctx.db.insert("readers", { last: upto });
    else await ctx.db.patch("readers", reader._id, { last: upto });
    return rows.map((row) => row.text);
  },
});
