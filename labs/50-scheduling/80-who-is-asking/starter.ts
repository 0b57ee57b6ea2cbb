// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  members: defineTable({ token: v.string(), name: v.string(), mayPost: v.boolean() }).index(
    "by_token",
    ["token"],
  ),
  posts: defineTable({ author: v.id("members"), text: v.string() }),
});

// convex/posts.ts
import { ConvexError, v } from "convex/values";
import { api } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { mutation, type MutationCtx } from "./_generated/server";

export const publishLater = mutation({
  args: { text: v.string(), delayMs: v.number() },
  returns: v.null(),
  handler: async (ctx, { text, delayMs }) => {
    await ctx.scheduler.runAfter(delayMs, api.posts.publish, { text });
    return null;
  },
});

export const publish = mutation({
  args: { text: v.string() },
  returns: v.null(),
  handler: async (ctx, { text }) => {
    const member = await askingMember(ctx);
    await ctx.db.insert("posts", { author: member._id, text });
    return null;
  },
});

async function askingMember(ctx: MutationCtx): Promise<Doc<"members">> {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) throw new ConvexError({ code: "UNAUTHENTICATED" });
  const member = await ctx.db
    .query("members")
    .withIndex("by_token", (q) => q.eq("token", identity.tokenIdentifier))
    .unique();
  if (member === null || !member.mayPost) throw new ConvexError({ code: "FORBIDDEN" });
  return member;
}
