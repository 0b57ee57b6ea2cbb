// convex/schema.ts
import { authTables } from "@convex-dev/auth/server";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  ...authTables,
  notes: defineTable({ user: v.id("users") })
    .index("by_user", ["user"]),
});
// convex/notes.ts
import { getAuthUserId } from "@convex-dev/auth/server";
import { ConvexError } from "convex/values";
import { mutation, query } from "./_generated/server";

export const add = mutation({
  args: {},
  handler: async (ctx) => {
    const user = await getAuthUserId(ctx);
    if (user === null) {
      throw new ConvexError({ code: "UNAUTHENTICATED" });
    }
    await ctx.db.insert("notes", { user });
  },
});

export const mine = query({
  args: {},
  handler: async (ctx) => {
    const user = await getAuthUserId(ctx);
    if (user === null) return [];
    return await ctx.db
      .query("notes")
      .withIndex("by_user", (q) => q.eq("user", user))
      .take(100);
  },
});
