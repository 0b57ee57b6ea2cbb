// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  posts: defineTable({
    author: v.string(),
    text: v.string(),
  }),
});
// convex/posts.ts
import type { Auth } from "convex/server";
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

async function who(ctx: { auth: Auth }) {
  const identity = await ctx.auth.getUserIdentity();
  return identity === null ? null : identity.subject;
}

const postAndText = { post: v.id("posts"), text: v.string() };

export const editTrusting = mutation({
  args: { ...postAndText, author: v.string() },
  handler: async (ctx, { post, author, text }) => {
    const found = await ctx.db.get("posts", post);
    // Who says that this is the author? The caller.
    if (found?.author !== author) {
      throw new ConvexError({ code: "NOT_FOUND" });
    }
    await ctx.db.patch("posts", post, { text });
  },
});

export const edit = mutation({
  args: postAndText,
  handler: async (ctx, { post, text }) => {
    const user = await who(ctx);
    const found = await ctx.db.get("posts", post);
    if (user === null || found?.author !== user) {
      throw new ConvexError({ code: "NOT_FOUND" });
    }
    await ctx.db.patch("posts", post, { text });
  },
});
