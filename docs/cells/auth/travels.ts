// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  calls: defineTable({
    how: v.string(),
    who: v.nullable(v.string()),
  }),
});
// convex/jobs.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import {
  internalMutation,
  mutation,
  query,
} from "./_generated/server";

export const me = query({
  args: {},
  returns: v.nullable(v.string()),
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    return identity?.tokenIdentifier ?? null;
  },
});

export const note = internalMutation({
  args: { how: v.string() },
  returns: v.null(),
  handler: async (ctx, { how }) => {
    const identity = await ctx.auth.getUserIdentity();
    const who = identity?.subject ?? null;
    await ctx.db.insert("calls", { how, who });
    return null;
  },
});

export const start = mutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const { note } = internal.jobs;
    await ctx.runMutation(note, { how: "nested" });
    await ctx.scheduler.runAfter(0, note, { how: "scheduled" });
    return null;
  },
});
