// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  done: defineTable({ what: v.string() }),
});
// convex/jobs.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import {
  action,
  internalAction,
  internalMutation,
} from "./_generated/server";

export const work = internalMutation({
  args: { what: v.string() },
  handler: async (ctx, { what }) => {
    await ctx.db.insert("done", { what });
    if (what === "impossible") {
      throw new Error("the card was refused");
    }
  },
});

export const longCall = internalAction({
  args: {},
  handler: async (ctx): Promise<void> => {
    await ctx.runMutation(internal.jobs.work, {
      what: "first half",
    });
    throw new Error("no answer from the bank");
  },
});

export const scheduleAll = action({
  args: {},
  handler: async (ctx): Promise<void> => {
    // From an action: each is there at once.
    const { jobs } = internal;
    const { scheduler } = ctx;
    await scheduler.runAfter(0, jobs.work, { what: "possible" });
    await scheduler.runAfter(0, jobs.work, { what: "impossible" });
    await scheduler.runAfter(0, jobs.longCall, {});
    const job = await scheduler.runAfter(1000, jobs.work, {
      what: "unwanted",
    });
    await scheduler.cancel(job);
  },
});
