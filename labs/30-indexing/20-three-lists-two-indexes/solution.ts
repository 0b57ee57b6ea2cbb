// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const status = v.union(v.literal("open"), v.literal("waiting"), v.literal("done"));

export default defineSchema({
  tasks: defineTable({
    owner: v.string(),
    status,
    due: v.number(),
    title: v.string(),
  })
    .index("by_status_and_due", ["status", "due"])
    .index("by_owner_and_status", ["owner", "status"]),
});

// convex/tasks.ts
import { v } from "convex/values";
import { query } from "./_generated/server";
import { status } from "./schema";

export const withStatus = query({
  args: { status },
  handler: async (ctx, { status }) =>
    await ctx.db
      .query("tasks")
      .withIndex("by_status_and_due", (q) => q.eq("status", status))
      .collect(),
});

export const dueBetween = query({
  args: { status, start: v.number(), end: v.number() },
  handler: async (ctx, { status, start, end }) =>
    await ctx.db
      .query("tasks")
      .withIndex("by_status_and_due", (q) => q.eq("status", status).gte("due", start).lt("due", end))
      .collect(),
});

export const newestOf = query({
  args: { owner: v.string(), status },
  handler: async (ctx, { owner, status }) =>
    await ctx.db
      .query("tasks")
      .withIndex("by_owner_and_status", (q) => q.eq("owner", owner).eq("status", status))
      .order("desc")
      .collect(),
});
