// convex/schema.ts
import {
  defineSchema,
  defineTable,
} from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({
    shed: v.string(),
    note: v.string(),
  }).index("by_shed", ["shed"]),
});
// convex/loans.ts
import { v } from "convex/values";
import {
  mutation,
  query,
  type QueryCtx,
} from "./_generated/server";

const ofElm = (ctx: QueryCtx) =>
  ctx.db
    .query("loans")
    .withIndex("by_shed", (q) =>
      q.eq("shed", "elm"),
    )
    .order("desc");

export const newestCollected = query({
  args: {},
  handler: async (ctx) =>
    (await ofElm(ctx).collect())
      .slice(0, 3)
      .map((loan) => loan.note),
});

export const newest = query({
  args: {},
  handler: async (ctx) =>
    (await ofElm(ctx).take(3)).map(
      (loan) => loan.note,
    ),
});

export const edit = mutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    await ctx.db.patch("loans", loan, {
      note: "edited",
    });
  },
});
