// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  events: defineTable({ user: v.string(), at: v.number() }).index("by_user_and_at", ["user", "at"]),
});

// convex/limits.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

// The component @convex-dev/rate-limiter does this with one row per user and limit, and also knows
// token buckets, shards and when to come back.
const LIMIT = 5;
const WINDOW_MS = 60_000;

export const allow = internalMutation({
  args: { user: v.string() },
  returns: v.boolean(),
  handler: async (ctx, { user }) => {
    const now = Date.now();
    const recent = await ctx.db
      .query("events")
      .withIndex("by_user_and_at", (q) => q.eq("user", user).gt("at", now - WINDOW_MS))
      .take(LIMIT);
    if (recent.length === LIMIT) return false;
    await ctx.db.insert("events", { user, at: now });
    return true;
  },
});
