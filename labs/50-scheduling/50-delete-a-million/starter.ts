// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  readings: defineTable({ sensor: v.string(), value: v.number() }).index("by_sensor", ["sensor"]),
});

// convex/readings.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

const SIZE = 100;

export const clear = internalMutation({
  args: { sensor: v.string() },
  returns: v.null(),
  handler: async (ctx, { sensor }) => {
    const rows = await ctx.db
      .query("readings")
      .withIndex("by_sensor", (q) => q.eq("sensor", sensor))
      .take(SIZE);
    for (const row of rows) {
      await ctx.db.delete("readings", row._id);
    }
    return null;
  },
});
