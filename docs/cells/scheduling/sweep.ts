// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  invites: defineTable({ endsMs: v.number() }).index("by_end", [
    "endsMs",
  ]),
});
// convex/rooms.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation } from "./_generated/server";

const BATCH = 100;

export const sweep = internalMutation({
  args: { beforeMs: v.optional(v.number()) },
  handler: async (ctx, args) => {
    // Decided once, by the first run, and handed on.
    const beforeMs = args.beforeMs ?? Date.now();
    const rows = await ctx.db
      .query("invites")
      .withIndex("by_end", (q) => q.lt("endsMs", beforeMs))
      .take(BATCH);
    for (const row of rows) {
      await ctx.db.delete("invites", row._id);
    }
    console.log("deleted", rows.length);
    if (rows.length === BATCH) {
      await ctx.scheduler.runAfter(0, internal.rooms.sweep, {
        beforeMs,
      });
    }
  },
});
// convex/crons.ts
import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();
crons.interval(
  "old invites",
  { hours: 1 },
  internal.rooms.sweep,
  {},
);

export default crons;
