// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  notes: defineTable({ text: v.string() }),
  pages: defineTable({ noteId: v.id("notes"), text: v.string() }).index("by_note", ["noteId"]),
});

// convex/notes.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation, internalQuery } from "./_generated/server";

const DELAY_MS = 5_000;

export const edit = internalMutation({
  args: { noteId: v.id("notes"), text: v.string() },
  returns: v.null(),
  handler: async (ctx, { noteId, text }) => {
    await ctx.db.patch("notes", noteId, { text });
    await ctx.scheduler.runAfter(DELAY_MS, internal.notes.build, { noteId });
    return null;
  },
});

export const build = internalAction({
  args: { noteId: v.id("notes") },
  returns: v.null(),
  handler: async (ctx, { noteId }): Promise<null> => {
    const note = await ctx.runQuery(internal.notes.read, { noteId });
    if (note === null) throw new Error("no such note");
    await ctx.runMutation(internal.notes.store, { noteId, text: note.text });
    return null;
  },
});

export const read = internalQuery({
  args: { noteId: v.id("notes") },
  handler: async (ctx, { noteId }) => await ctx.db.get("notes", noteId),
});

export const store = internalMutation({
  args: { noteId: v.id("notes"), text: v.string() },
  returns: v.null(),
  handler: async (ctx, { noteId, text }) => {
    await ctx.db.insert("pages", { noteId, text });
    return null;
  },
});
