// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({ tool: v.string() }),
});
// convex/history.ts
import { paginationOptsValidator } from "convex/server";
import { query } from "./_generated/server";

export const pageOf = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: async (ctx, { paginationOpts }) =>
    await ctx.db
      .query("loans")
      .order("desc")
      .paginate(paginationOpts),
});

export const everything = query({
  args: {},
  handler: async (ctx) =>
    await ctx.db.query("loans").collect(),
});
