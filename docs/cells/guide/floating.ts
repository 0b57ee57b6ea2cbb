// convex/schema.ts
import {
  defineSchema,
  defineTable,
} from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({ state: v.string() }),
});
// convex/loans.ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";

export const giveBack = mutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    // No await. TypeScript does not mind.
    ctx.db.patch("loans", loan, {
      state: "returned",
    });
  },
});
