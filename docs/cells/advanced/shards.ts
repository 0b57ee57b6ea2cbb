// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  counters: defineTable({ n: v.number() }),
  shards: defineTable({
    shard: v.number(),
    n: v.number(),
  }).index("by_shard", ["shard"]),
});
// convex/likes.ts
import { mutation } from "./_generated/server";

export const likeHot = mutation({
  args: {},
  handler: async (ctx) => {
    const row = await ctx.db.query("counters").unique();
    if (row === null) throw new Error("No counter");
    await ctx.db.patch("counters", row._id, { n: row.n + 1 });
  },
});

export const likeSharded = mutation({
  args: {},
  handler: async (ctx) => {
    const shard = Math.floor(Math.random() * 16);
    const row = await ctx.db
      .query("shards")
      .withIndex("by_shard", (q) => q.eq("shard", shard))
      .unique();
    if (row === null) {
      await ctx.db.insert("shards", { shard, n: 1 });
    } else {
      await ctx.db.patch("shards", row._id, { n: row.n + 1 });
    }
  },
});
