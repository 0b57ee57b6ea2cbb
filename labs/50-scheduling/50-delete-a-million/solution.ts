// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  readings: defineTable({ sensor: v.string(), value: v.number() }).index("by_sensor", ["sensor"]),
});

// convex/readings.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";

// A real deployment takes more at once; the smaller a part, the sooner others get their turn.
const SIZE = 100;

export const clear = internalMutation({
  args: { sensor: v.string() },
  returns: v.null(),
  handler: async (ctx, { sensor }): Promise<null> => {
    const batch = await ctx.db
      .query("readings")
      .withIndex("by_sensor", (q) => q.eq("sensor", sensor))
      .take(SIZE);
    for (const row of batch) {
      await ctx.db.delete("readings", row._id);
    }
    if (batch.length === SIZE) {
      await ctx.scheduler.runAfter(0, internal.readings.clear, { sensor });
    }
    return null;
  },
});
