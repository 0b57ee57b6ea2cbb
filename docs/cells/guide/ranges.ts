// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({
    who: v.string(),
    state: v.string(),
  }).index("by_who_and_state", ["who", "state"]),
});
// convex/loans.ts
import { query } from "./_generated/server";

export const noRange = query({
  args: {},
  handler: async (ctx) =>
    await ctx.db
      .query("loans")
      .withIndex("by_who_and_state")
      .filter((q) => q.eq(q.field("who"), "ada"))
      .filter((q) => q.eq(q.field("state"), "out"))
      .collect(),
});

export const smallRangeThenFilter = query({
  args: {},
  handler: async (ctx) =>
    await ctx.db
      .query("loans")
      .withIndex("by_who_and_state", (q) =>
        q.eq("who", "ada"),
      )
      .filter((q) => q.eq(q.field("state"), "out"))
      .collect(),
});

export const exactRange = query({
  args: {},
  handler: async (ctx) =>
    await ctx.db
      .query("loans")
      .withIndex("by_who_and_state", (q) =>
        q.eq("who", "ada").eq("state", "out"),
      )
      .collect(),
});
