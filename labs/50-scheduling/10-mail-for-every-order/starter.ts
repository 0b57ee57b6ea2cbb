// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  items: defineTable({ name: v.string(), stock: v.number() }),
  orders: defineTable({ item: v.id("items"), customer: v.string() }),
  mails: defineTable({ order: v.id("orders") }),
});

// convex/orders.ts
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, internalMutation } from "./_generated/server";

export const sendMail = internalMutation({
  args: { orderId: v.id("orders") },
  handler: async (ctx, { orderId }) => {
    await ctx.db.insert("mails", { order: orderId });
  },
});

export const store = internalMutation({
  args: { itemId: v.id("items"), customer: v.string() },
  handler: async (ctx, { itemId, customer }) => {
    const item = await ctx.db.get("items", itemId);
    if (item === null || item.stock < 1) throw new ConvexError({ code: "SOLD_OUT" });
    await ctx.db.patch("items", itemId, { stock: item.stock - 1 });
    return await ctx.db.insert("orders", { item: itemId, customer });
  },
});

export const place = action({
  args: { itemId: v.id("items"), customer: v.string() },
  returns: v.id("orders"),
  handler: async (ctx, { itemId, customer }): Promise<Id<"orders">> => {
    const orderId = await ctx.runMutation(internal.orders.store, { itemId, customer });
    await ctx.scheduler.runAfter(60_000, internal.orders.sendMail, { orderId });
    return orderId;
  },
});
