// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  posts: defineTable({
    author: v.string(),
    status: v.string(),
    tag: v.string(),
    text: v.string(),
  })
    .index("by_author", ["author"])
    .index("by_author_and_status", ["author", "status"])
    .index("by_author_and_tag", ["author", "tag"])
    .index("by_status", ["status"])
    .index("by_status_and_author", ["status", "author"])
    .index("by_tag", ["tag"])
    .index("by_tag_and_author", ["tag", "author"]),
});

// convex/posts.ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const newestBy = query({
  args: { author: v.string() },
  handler: async (ctx, { author }) =>
    await ctx.db
      .query("posts")
      .withIndex("by_author", (q) => q.eq("author", author))
      .order("desc")
      .take(10),
});

export const byAuthorWith = query({
  args: { author: v.string(), status: v.string() },
  handler: async (ctx, { author, status }) =>
    await ctx.db
      .query("posts")
      .withIndex("by_author_and_status", (q) => q.eq("author", author).eq("status", status))
      .order("desc")
      .collect(),
});

export const withStatus = query({
  args: { status: v.string() },
  handler: async (ctx, { status }) =>
    await ctx.db
      .query("posts")
      .withIndex("by_status_and_author", (q) => q.eq("status", status))
      .collect(),
});

export const withTag = query({
  args: { tag: v.string() },
  handler: async (ctx, { tag }) =>
    await ctx.db
      .query("posts")
      .withIndex("by_tag_and_author", (q) => q.eq("tag", tag))
      .collect(),
});

export const byAuthorTagged = query({
  args: { author: v.string(), tag: v.string() },
  handler: async (ctx, { author, tag }) =>
    await ctx.db
      .query("posts")
      .withIndex("by_author_and_tag", (q) => q.eq("author", author).eq("tag", tag))
      .collect(),
});

export const isUsed = query({
  args: { tag: v.string() },
  handler: async (ctx, { tag }) => {
    const post = await ctx.db
      .query("posts")
      .withIndex("by_tag", (q) => q.eq("tag", tag))
      .first();
    return post !== null;
  },
});
