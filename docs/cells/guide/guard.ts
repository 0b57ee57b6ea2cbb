// convex/schema.ts
import {
  defineSchema,
  defineTable,
} from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({ token: v.string() }).index(
    "by_token",
    ["token"],
  ),
  loans: defineTable({
    borrower: v.id("users"),
    state: v.string(),
  }),
});
// convex/loans.ts
import { ConvexError, v } from "convex/values";
import {
  mutation,
  type QueryCtx,
} from "./_generated/server";

async function requireUser(ctx: QueryCtx) {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) {
    throw new ConvexError({
      code: "UNAUTHENTICATED",
    });
  }
  const user = await ctx.db
    .query("users")
    .withIndex("by_token", (q) =>
      q.eq("token", identity.tokenIdentifier),
    )
    .unique();
  if (user === null) {
    throw new ConvexError({
      code: "UNAUTHENTICATED",
    });
  }
  return user;
}

export const giveBackSignedIn = mutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    await requireUser(ctx); // somebody, but who?
    await ctx.db.patch("loans", loan, {
      state: "returned",
    });
  },
});

export const giveBack = mutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    const user = await requireUser(ctx);
    const found = await ctx.db.get("loans", loan);
    if (found?.borrower !== user._id) {
      throw new ConvexError({ code: "NOT_FOUND" });
    }
    await ctx.db.patch("loans", loan, {
      state: "returned",
    });
  },
});
