// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  products: defineTable({ stock: v.number() }),
  orders: defineTable({ count: v.number() }),
});
// convex/orders.ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const place = mutation({
  args: { count: v.number() },
  handler: async (ctx, { count }) => {
    await ctx.db.insert("orders", { count });
    const tea = await ctx.db.query("products").first();
    const left = tea!.stock;
    if (left < count) {
      const data = { code: "OUT_OF_STOCK", left };
      throw new ConvexError(data);
    }
  },
});

export const buggy = mutation({
  args: {},
  handler: async () => {
    throw new Error("the price list is empty");
  },
});
