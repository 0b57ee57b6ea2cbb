// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({ state: v.string() }),
});
// convex/loans.ts
import { paginationOptsValidator } from "convex/server";
import { query } from "./_generated/server";

export const filteredAfterwards = query({
  args: { opts: paginationOptsValidator },
  handler: async (ctx, { opts }) => {
    const page = await ctx.db
      .query("loans")
      .paginate(opts);
    const late = page.page.filter(
      (loan) => loan.state === "overdue",
    );
    return late.length;
  },
});

export const filteredBefore = query({
  args: { opts: paginationOptsValidator },
  handler: async (ctx, { opts }) => {
    const page = await ctx.db
      .query("loans")
      .filter((q) => q.eq(q.field("state"), "overdue"))
      .paginate(opts);
    return page.page.length;
  },
});
