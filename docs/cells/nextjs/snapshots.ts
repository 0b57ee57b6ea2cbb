// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  notes: defineTable({ text: v.string() }),
});
// convex/notes.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const count = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db.query("notes").take(100);
    return rows.length;
  },
});

export const texts = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db.query("notes").take(100);
    return rows.map((row) => row.text).join(", ");
  },
});

export const screen = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db.query("notes").take(100);
    const names = rows.map((row) => row.text).join(", ");
    return `${rows.length} ${names}`;
  },
});

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    await ctx.db.insert("notes", { text });
  },
});
