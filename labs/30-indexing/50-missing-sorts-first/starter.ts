// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  scores: defineTable({
    player: v.string(),
    score: v.optional(v.union(v.number(), v.int64(), v.string(), v.null())),
  }).index("by_score", ["score"]),
});

// convex/scores.ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const below = query({
  args: { limit: v.number() },
  handler: async (ctx, { limit }) =>
    await ctx.db
      .query("scores")
      .withIndex("by_score", (q) => q.lt("score", limit))
      .collect(),
});
