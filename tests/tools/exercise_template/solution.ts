// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({ counters: defineTable({ value: v.number() }) });

// convex/counters.ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const increment = mutation({
  args: { counterId: v.id("counters") },
  handler: async (ctx, { counterId }) => {
    const counter = await ctx.db.get("counters", counterId);
    if (counter === null) throw new Error("No such counter");
    await ctx.db.patch("counters", counterId, { value: counter.value + 1 });
    return counter.value + 1;
  },
});
