// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  invoices: defineTable({
    org: v.string(),
    text: v.string(),
  }).index("by_org", ["org"]),
});
// convex/invoices.ts
import { ConvexError, v } from "convex/values";
import { query, type QueryCtx } from "./_generated/server";

async function requireOrg(ctx: QueryCtx) {
  const identity = await ctx.auth.getUserIdentity();
  const org = identity?.["org_id"];
  if (typeof org !== "string") {
    throw new ConvexError({ code: "NO_ORGANISATION" });
  }
  return org;
}

async function texts(ctx: QueryCtx, org: string) {
  const rows = await ctx.db
    .query("invoices")
    .withIndex("by_org", (q) => q.eq("org", org))
    .take(50);
  return rows.map((row) => row.text);
}

export const ofArgument = query({
  args: { org: v.string() },
  handler: async (ctx, { org }) => {
    await requireOrg(ctx); // a member, but of what?
    return await texts(ctx, org);
  },
});

export const ofToken = query({
  args: {},
  handler: async (ctx) =>
    await texts(ctx, await requireOrg(ctx)),
});
