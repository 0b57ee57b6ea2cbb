// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const message = { channel: v.string(), body: v.string() };

export default defineSchema({
  messages: defineTable(message)
    .index("by_channel", ["channel"]),
});
// convex/messages.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
import { message } from "./schema";

export const newest = query({
  args: { channel: v.string() },
  handler: async (ctx, { channel }) => {
    const rows = await ctx.db
      .query("messages")
      .withIndex("by_channel", (q) =>
        q.eq("channel", channel),
      )
      .order("desc")
      .take(2);
    return rows.map((row) => row.body);
  },
});

export const send = mutation({
  args: message,
  handler: async (ctx, { channel, body }) => {
    const row = { channel, body };
    await ctx.db.insert("messages", row);
  },
});
