// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  products: defineTable({
    name: v.string(),
    stock: v.number(),
  }),
  orders: defineTable({
    product: v.id("products"),
    count: v.number(),
  }),
});
// convex/orders.ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const place = mutation({
  args: { product: v.id("products"), count: v.number() },
  handler: async (ctx, { product, count }) => {
    await ctx.db.insert("orders", { product, count });
    const found = await ctx.db.get("products", product);
    const left = found!.stock;
    if (left < count) {
      throw new ConvexError({ code: "OUT_OF_STOCK", left });
    }
  },
});

export const buggy = mutation({
  args: {},
  handler: async () => {
    throw new Error("the price list is empty");
  },
});
