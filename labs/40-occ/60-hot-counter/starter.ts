// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  posts: defineTable({ title: v.string(), likes: v.number() }),
  likes: defineTable({ postId: v.id("posts"), user: v.string() }).index("by_post_and_user", [
    "postId",
    "user",
  ]),
});

// convex/posts.ts
import { v } from "convex/values";
import { internalMutation, internalQuery } from "./_generated/server";

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
    const post = await ctx.db.get("posts", postId);
    if (post === null) throw new Error("no such post");
    await ctx.db.patch("posts", postId, { likes: post.likes + 1 });
    return null;
  },
});

export const count = internalQuery({
  args: { postId: v.id("posts") },
  returns: v.number(),
  handler: async (ctx, { postId }) => {
    const post = await ctx.db.get("posts", postId);
    return post?.likes ?? 0;
  },
});
