// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  products: defineTable({ name: v.string() }),
  orders: defineTable({
    product: v.id("products"),
    count: v.number(),
    note: v.optional(v.string()),
    state: v.union(v.literal("open"), v.literal("paid")),
  }),
});
// convex/orders.ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const place = mutation({
  args: {
    product: v.id("products"),
    count: v.number(),
    note: v.optional(v.string()),
  },
  returns: v.id("orders"),
  handler: async (ctx, args) => {
    return await ctx.db.insert("orders", {
      product: args.product,
      count: args.count,
      note: args.note,
      state: "open",
    });
  },
});
