// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({
    borrower: v.string(),
    state: v.string(),
  }),
});
// convex/loans.ts
import { ConvexError, v } from "convex/values";
import { mutation, type QueryCtx } from "./_generated/server";

const RETURNED = { state: "returned" };

async function requireUser(ctx: QueryCtx) {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) {
    throw new ConvexError({ code: "UNAUTHENTICATED" });
  }
  return identity.subject;
}

export const giveBackSignedIn = mutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    await requireUser(ctx); // somebody, but who?
    await ctx.db.patch("loans", loan, RETURNED);
  },
});

export const giveBack = mutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    const user = await requireUser(ctx);
    const found = await ctx.db.get("loans", loan);
    if (found?.borrower !== user) {
      throw new ConvexError({ code: "NOT_FOUND" });
    }
    await ctx.db.patch("loans", loan, RETURNED);
  },
});
