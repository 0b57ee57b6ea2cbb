// convex/schema.ts
import {
  defineSchema,
  defineTable,
} from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({
    borrower: v.string(),
    state: v.string(),
  })
    .index("by_borrower", ["borrower"])
    .index("by_borrower_and_state", [
      "borrower",
      "state",
    ]),
});
// convex/loans.ts
import { query } from "./_generated/server";

export const filtered = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db
      .query("loans")
      .filter((q) =>
        q.eq(q.field("borrower"), "ada"),
      )
      .filter((q) => q.eq(q.field("state"), "out"))
      .collect();
    return rows.length;
  },
});

export const indexWithoutRange = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db
      .query("loans")
      .withIndex("by_borrower")
      .collect();
    return rows.filter(
      (row) =>
        row.borrower === "ada" &&
        row.state === "out",
    ).length;
  },
});

export const smallRangeThenFilter = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db
      .query("loans")
      .withIndex("by_borrower", (q) =>
        q.eq("borrower", "ada"),
      )
      .filter((q) => q.eq(q.field("state"), "out"))
      .collect();
    return rows.length;
  },
});

export const exactRange = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db
      .query("loans")
      .withIndex("by_borrower_and_state", (q) =>
        q.eq("borrower", "ada").eq("state", "out"),
      )
      .collect();
    return rows.length;
  },
});
