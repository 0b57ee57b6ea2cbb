// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  posts: defineTable({ title: v.string(), likes: v.number() }),
  likes: defineTable({ postId: v.id("posts"), user: v.string() }).index("by_post_and_user", [
    "postId",
    "user",
  ]),
  shards: defineTable({ postId: v.id("posts"), shard: v.number(), count: v.number() }).index(
    "by_post_and_shard",
    ["postId", "shard"],
  ),
});

// convex/posts.ts
import { v } from "convex/values";
import { internalMutation, internalQuery } from "./_generated/server";

// The component @convex-dev/sharded-counter does this for any number of counters.
const SHARDS = 16;

export const like = internalMutation({
  args: { postId: v.id("posts"), user: v.string() },
  returns: v.null(),
  handler: async (ctx, { postId, user }) => {
    const mine = await ctx.db
      .query("likes")
      .withIndex("by_post_and_user", (q) => q.eq("postId", postId).eq("user", user))
      .unique();
    if (mine !== null) return null;
    await ctx.db.insert("likes", { postId, user });
    const shard = Math.floor(Math.random() * SHARDS);
    const row = await ctx.db
      .query("shards")
      .withIndex("by_post_and_shard", (q) => q.eq("postId", postId).eq("shard", shard))
      .unique();
    if (row === null) await ctx.db.insert("shards", { postId, shard, count: 1 });
    else await ctx.db.patch("shards", row._id, { count: row.count + 1 });
    return null;
  },
});

export const count = internalQuery({
  args: { postId: v.id("posts") },
  returns: v.number(),
  handler: async (ctx, { postId }) => {
    const post = await ctx.db.get("posts", postId);
    if (post === null) return 0;
    const shards = await ctx.db
      .query("shards")
      .withIndex("by_post_and_shard", (q) => q.eq("postId", postId))
      .collect();
    return shards.reduce((sum, row) => sum + row.count, post.likes);
  },
});
