// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  accounts: defineTable({
    owner: v.string(),
    credits: v.number(),
    note: v.optional(v.string()),
  }),
});

// convex/accounts.ts
import { ConvexError, v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const add = internalMutation({
  args: { accountId: v.id("accounts"), amount: v.number() },
  returns: v.number(),
  handler: async (ctx, { accountId, amount }) => {
    const account = await ctx.db.get("accounts", accountId);
    if (account === null) throw new ConvexError({ code: "NO_ACCOUNT" });
    const credits = account.credits + amount;
    await ctx.db.patch("accounts", accountId, { credits });
    return credits;
  },
});
