// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({ token: v.string() })
    .index("by_token", ["token"]),
  notes: defineTable({
    owner: v.id("users"),
    text: v.string(),
  }).index("by_owner", ["owner"]),
});
// convex/notes.ts
import { ConvexError, v } from "convex/values";
import type { QueryCtx } from "./_generated/server";
import { mutation, query } from "./_generated/server";

async function requireUser(ctx: QueryCtx) {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) {
    throw new ConvexError({ code: "UNAUTHENTICATED" });
  }
  const token = identity.tokenIdentifier;
  const user = await ctx.db
    .query("users")
    .withIndex("by_token", (q) => q.eq("token", token))
    .unique();
  if (user === null) {
    throw new ConvexError({ code: "NO_USER" });
  }
  return user;
}

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const user = await requireUser(ctx);
    await ctx.db.insert("notes", { owner: user._id, text });
  },
});

export const mine = query({
  args: {},
  handler: async (ctx) => {
    const user = await requireUser(ctx);
    const notes = await ctx.db
      .query("notes")
      .withIndex("by_owner", (q) => q.eq("owner", user._id))
      .take(50);
    return notes.map((note) => note.text);
  },
});
