// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  accounts: defineTable({
    email: v.string(),
    name: v.string(),
  }).index("by_email", ["email"]),
});
// convex/accounts.ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const signUp = mutation({
  args: { email: v.string(), name: v.string() },
  handler: async (ctx, { email, name }) => {
    const same = await ctx.db
      .query("accounts")
      .withIndex("by_email", (q) => q.eq("email", email))
      .first();
    if (same !== null) return "taken";
    const row = { email, name };
    await ctx.db.insert("accounts", row);
    return "created";
  },
});
