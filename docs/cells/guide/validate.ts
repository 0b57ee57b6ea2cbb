// convex/schema.ts
import {
  defineSchema,
  defineTable,
} from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({
    name: v.string(),
    days: v.number(),
  }),
});
// convex/loans.ts
import { v } from "convex/values";
import type { Id } from "./_generated/dataModel";
import { mutation } from "./_generated/server";

type Loan = { tool: Id<"tools">; days: number };

export const lendUnchecked = mutation({
  // The types are gone when a call arrives.
  handler: async (ctx, { tool, days }: Loan) => {
    await ctx.db.patch("tools", tool, { days });
  },
});

export const lend = mutation({
  args: { tool: v.id("tools"), days: v.number() },
  handler: async (ctx, { tool, days }) => {
    // What a validator cannot say.
    if (!(days >= 1 && days <= 14)) {
      throw new Error("between 1 and 14 days");
    }
    await ctx.db.patch("tools", tool, { days });
  },
});
