// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  accounts: defineTable({ owner: v.string(), balance: v.number() }),
  transfers: defineTable({
    key: v.string(),
    source: v.id("accounts"),
    target: v.id("accounts"),
    amount: v.number(),
  }).index("by_key", ["key"]),
});

// convex/transfers.ts
import { ConvexError, v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const transfer = internalMutation({
  args: {
    key: v.string(),
    source: v.id("accounts"),
    target: v.id("accounts"),
    amount: v.number(),
  },
  returns: v.id("transfers"),
  handler: async (ctx, { key, source, target, amount }) => {
    if (!(Number.isFinite(amount) && amount > 0) || source === target) {
      throw new ConvexError({ code: "BAD_REQUEST" });
    }
    const payer = await ctx.db.get("accounts", source);
    const payee = await ctx.db.get("accounts", target);
    if (payer === null || payee === null) throw new ConvexError({ code: "NO_ACCOUNT" });
    if (payer.balance < amount) throw new ConvexError({ code: "TOO_LITTLE" });
    const done = await ctx.db
      .query("transfers")
      .withIndex("by_key", (q) => q.eq("key", key))
      .unique();
    if (done !== null) throw new ConvexError({ code: "ALREADY_DONE" });
    await ctx.db.patch("accounts", source, { balance: payer.balance - amount });
    await ctx.db.patch("accounts", target, { balance: payee.balance + amount });
    return await ctx.db.insert("transfers", { key, source, target, amount });
  },
});
