// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  scores: defineTable({
    player: v.string(),
    score: v.number(),
  }).index("by_score", ["score"]),
});

// convex/scores.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const record = mutation({
  args: { player: v.string(), score: v.number() },
  handler: async (ctx, { player, score }) => {
    await ctx.db.insert("scores", { player, score });
  },
});

export const topTen = query({
  args: {},
  handler: async (ctx) => await ctx.db.query("scores").withIndex("by_score").order("desc").take(10),
});
