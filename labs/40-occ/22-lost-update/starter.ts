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
import { internal } from "./_generated/api";
import { action, internalMutation, internalQuery } from "./_generated/server";

export const read = internalQuery({
  args: { accountId: v.id("accounts") },
  handler: async (ctx, { accountId }) => await ctx.db.get("accounts", accountId),
});

export const store = internalMutation({
  args: { accountId: v.id("accounts"), total: v.number() },
  handler: async (ctx, { accountId, total }) => {
    await ctx.db.patch("accounts", accountId, { credits: total });
  },
});

export const add = action({
  args: { accountId: v.id("accounts"), amount: v.number() },
  returns: v.number(),
  handler: async (ctx, { accountId, amount }): Promise<number> => {
    const account = await ctx.runQuery(internal.accounts.read, { accountId });
    if (account === null) throw new ConvexError({ code: "NO_ACCOUNT" });
    const total = account.credits + amount;
    await ctx.runMutation(internal.accounts.store, { accountId, total });
    return total;
  },
});
