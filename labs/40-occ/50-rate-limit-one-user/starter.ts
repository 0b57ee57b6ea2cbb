// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  events: defineTable({ user: v.string(), at: v.number() }).index("by_at", ["at"]),
});

// convex/limits.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

const LIMIT = 5;
const WINDOW_MS = 60_000;

export const allow = internalMutation({
  args: { user: v.string() },
  returns: v.boolean(),
  handler: async (ctx, { user }) => {
    const since = Date.now() - WINDOW_MS;
    const old = await ctx.db
      .query("events")
      .withIndex("by_at", (q) => q.lte("at", since))
      .take(10);
    for (const event of old) {
      await ctx.db.delete("events", event._id);
    }
    const recent = await ctx.db
      .query("events")
      .withIndex("by_at", (q) => q.gt("at", since))
      .collect();
    if (recent.filter((event) => event.user === user).length >= LIMIT) return false;
    await ctx.db.insert("events", { user, at: Date.now() });
    return true;
  },
});
