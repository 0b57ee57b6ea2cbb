// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  jobs: defineTable({
    title: v.string(),
    status: v.union(v.literal("pending"), v.literal("running"), v.literal("done")),
    owner: v.optional(v.string()),
  }).index("by_status", ["status"]),
});

// convex/jobs.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, internalMutation, internalQuery } from "./_generated/server";

export const readJob = internalQuery({
  args: { jobId: v.id("jobs") },
  handler: async (ctx, { jobId }) => await ctx.db.get("jobs", jobId),
});

export const firstPending = internalQuery({
  args: {},
  handler: async (ctx) =>
    await ctx.db
      .query("jobs")
      .withIndex("by_status", (q) => q.eq("status", "pending"))
      .first(),
});

export const start = internalMutation({
  args: { jobId: v.id("jobs"), worker: v.string() },
  handler: async (ctx, { jobId, worker }) => {
    await ctx.db.patch("jobs", jobId, { status: "running", owner: worker });
  },
});

export const claim = action({
  args: { jobId: v.id("jobs"), worker: v.string() },
  handler: async (ctx, { jobId, worker }): Promise<Id<"jobs"> | null> => {
    const job = await ctx.runQuery(internal.jobs.readJob, { jobId });
    if (job === null || job.status !== "pending") return null;
    await ctx.runMutation(internal.jobs.start, { jobId, worker });
    return jobId;
  },
});

export const claimNext = action({
  args: { worker: v.string() },
  handler: async (ctx, { worker }): Promise<Id<"jobs"> | null> => {
    const job = await ctx.runQuery(internal.jobs.firstPending, {});
    if (job === null) return null;
    await ctx.runMutation(internal.jobs.start, { jobId: job._id, worker });
    return job._id;
  },
});
