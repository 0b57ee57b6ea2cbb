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
  }),
});

// convex/tasks.ts
import { v } from "convex/values";
import { query } from "./_generated/server";
import { status } from "./schema";

export const withStatus = query({
  args: { status },
  handler: async (ctx, { status }) => {
    const tasks = await ctx.db
      .query("tasks")
      .filter((q) => q.eq(q.field("status"), status))
      .collect();
    return tasks.sort((a, b) => a.due - b.due);
  },
});

export const dueBetween = query({
  args: { status, start: v.number(), end: v.number() },
  handler: async (ctx, { status, start, end }) => {
    const tasks = await ctx.db
      .query("tasks")
      .filter((q) => q.eq(q.field("status"), status))
      .collect();
    const due = tasks.filter((task) => start <= task.due && task.due < end);
    return due.sort((a, b) => a.due - b.due);
  },
});

export const newestOf = query({
  args: { owner: v.string(), status },
  handler: async (ctx, { owner, status }) =>
    await ctx.db
      .query("tasks")
      .order("desc")
      .filter((q) => q.eq(q.field("owner"), owner))
      .filter((q) => q.eq(q.field("status"), status))
      .collect(),
});
