// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  orders: defineTable({
    customer: v.string(),
    status: v.string(),
    cents: v.number(),
  }).index("by_customer_and_status", ["customer", "status"]),
});
// convex/orders.ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const openByIndex = query({
  args: { customer: v.string() },
  handler: async (ctx, { customer }) => {
    const found = ctx.db
      .query("orders")
      .withIndex("by_customer_and_status", (q) =>
        q.eq("customer", customer).eq("status", "open"),
      );
    return (await found.take(20)).map((row) => row.cents);
  },
});

export const openByFilter = query({
  args: { customer: v.string() },
  handler: async (ctx, { customer }) => {
    const found = ctx.db
      .query("orders")
      .filter((q) => q.eq(q.field("customer"), customer))
      .filter((q) => q.eq(q.field("status"), "open"));
    return (await found.take(20)).map((row) => row.cents);
  },
});
