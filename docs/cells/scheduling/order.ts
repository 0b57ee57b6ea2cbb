// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  orders: defineTable({ item: v.string() }),
  mails: defineTable({ order: v.id("orders") }),
});
// convex/orders.ts
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation } from "./_generated/server";

export const confirm = internalMutation({
  args: { order: v.id("orders") },
  handler: async (ctx, { order }) => {
    await ctx.db.insert("mails", { order });
  },
});

export const place = mutation({
  args: { item: v.string(), stock: v.number() },
  handler: async (ctx, { item, stock }) => {
    const order = await ctx.db.insert("orders", { item });
    await ctx.scheduler.runAfter(
      60_000,
      internal.orders.confirm,
      { order },
    );
    if (stock < 1) {
      throw new ConvexError({ code: "SOLD_OUT", item });
    }
    return order;
  },
});
