// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const user = v.object({
  clerkId: v.string(),
  name: v.string(),
  changedAt: v.number(),
});

export default defineSchema({
  users: defineTable(user)
    .index("by_clerkId", ["clerkId"]),
});
// convex/users.ts
import { internalMutation } from "./_generated/server";
import { user } from "./schema";

export const changed = internalMutation({
  args: { user },
  handler: async (ctx, { user }) => {
    const known = await ctx.db
      .query("users")
      .withIndex("by_clerkId", (q) =>
        q.eq("clerkId", user.clerkId),
      )
      .unique();
    if (known === null) {
      await ctx.db.insert("users", user);
    } else if (known.changedAt < user.changedAt) {
      await ctx.db.patch("users", known._id, user);
    }
  },
});
