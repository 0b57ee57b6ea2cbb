// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  notes: defineTable({ text: v.string(), at: v.number() }).index("by_at", ["at"]),
});
// convex/notes.ts
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const page = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: async (ctx, { paginationOpts }) => {
    const found = await ctx.db
      .query("notes")
      .withIndex("by_at")
      .paginate(paginationOpts);
    return { ...found, page: found.page.map((row) => row.text) };
  },
});

export const add = mutation({
  args: { text: v.string(), at: v.number() },
  handler: async (ctx, { text, at }) => {
    await ctx.db.insert("notes", { text, at });
  },
});
