// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  sales: defineTable({ ends: v.number(), over: v.boolean() }),
});
// convex/sales.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import {
  internalMutation,
  mutation,
  query,
} from "./_generated/server";

export const start = mutation({
  args: { ms: v.number() },
  handler: async (ctx, { ms }) => {
    const row = { ends: Date.now() + ms, over: false };
    const id = await ctx.db.insert("sales", row);
    const late = ms + 30_000; // to see what happens until then
    await ctx.scheduler.runAfter(late, internal.sales.end, { id });
  },
});

export const end = internalMutation({
  args: { id: v.id("sales") },
  handler: async (ctx, { id }) => {
    await ctx.db.patch("sales", id, { over: true });
  },
});

export const isOpen = query({
  args: {},
  handler: async (ctx) => {
    const sale = await ctx.db.query("sales").first();
    if (sale === null) return false;
    return !sale.over && Date.now() < sale.ends;
  },
});
