// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({ status: v.string() }),
  loans: defineTable({
    tool: v.id("tools"),
    borrower: v.string(),
  }),
});
// convex/loans.ts
import { ConvexError, v } from "convex/values";
import { mutation } from "./_generated/server";

export const lend = mutation({
  args: { tool: v.id("tools"), borrower: v.string() },
  handler: async (ctx, { tool, borrower }) => {
    const found = await ctx.db.get("tools", tool);
    if (found?.status !== "free") {
      throw new ConvexError({ code: "ALREADY_LENT" });
    }
    const status = "lent";
    await ctx.db.patch("tools", tool, { status });
    const loan = { tool, borrower };
    return await ctx.db.insert("loans", loan);
  },
});
