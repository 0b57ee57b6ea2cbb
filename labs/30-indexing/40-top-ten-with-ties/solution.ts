// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  scores: defineTable({
    player: v.string(),
    score: v.number(),
    rank: v.number(), // the negated score: ascending means best first, then earliest
  }).index("by_rank", ["rank"]),
});

// convex/scores.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const record = mutation({
  args: { player: v.string(), score: v.number() },
  handler: async (ctx, { player, score }) => {
    await ctx.db.insert("scores", { player, score, rank: -score });
  },
});

export const topTen = query({
  args: {},
  handler: async (ctx) => await ctx.db.query("scores").withIndex("by_rank").take(10),
});
