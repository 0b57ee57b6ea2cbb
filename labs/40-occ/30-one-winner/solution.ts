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
import { internalMutation } from "./_generated/server";

export const claim = internalMutation({
  args: { jobId: v.id("jobs"), worker: v.string() },
  returns: v.nullable(v.id("jobs")),
  handler: async (ctx, { jobId, worker }) => {
    const job = await ctx.db.get("jobs", jobId);
    if (job === null || job.status !== "pending") return null;
    await ctx.db.patch("jobs", jobId, { status: "running", owner: worker });
    return jobId;
  },
});

export const claimNext = internalMutation({
  args: { worker: v.string() },
  returns: v.nullable(v.id("jobs")),
  handler: async (ctx, { worker }) => {
    const job = await ctx.db
      .query("jobs")
      .withIndex("by_status", (q) => q.eq("status", "pending"))
      .first();
    if (job === null) return null;
    await ctx.db.patch("jobs", job._id, { status: "running", owner: worker });
    return job._id;
  },
});
