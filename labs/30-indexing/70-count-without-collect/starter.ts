// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  rooms: defineTable({ name: v.string() }),
  messages: defineTable({ room: v.id("rooms"), text: v.string() }).index("by_room", ["room"]),
});

// convex/chat.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const add = mutation({
  args: { roomId: v.id("rooms"), text: v.string() },
  handler: async (ctx, { roomId, text }) => await ctx.db.insert("messages", { room: roomId, text }),
});

export const remove = mutation({
  args: { roomId: v.id("rooms"), messageId: v.id("messages") },
  handler: async (ctx, { roomId, messageId }) => {
    const message = await ctx.db.get("messages", messageId);
    if (message === null || message.room !== roomId) return false;
    await ctx.db.delete("messages", messageId);
    return true;
  },
});

export const move = mutation({
  args: { messageId: v.id("messages"), roomId: v.id("rooms") },
  handler: async (ctx, { messageId, roomId }) => {
    const message = await ctx.db.get("messages", messageId);
    if (message === null) return false;
    await ctx.db.patch("messages", messageId, { room: roomId });
    return true;
  },
});

export const badge = query({
  args: { roomId: v.id("rooms") },
  handler: async (ctx, { roomId }) => {
    const messages = await ctx.db
      .query("messages")
      .withIndex("by_room", (q) => q.eq("room", roomId))
      .collect();
    return messages.length > 99 ? "99+" : String(messages.length);
  },
});

export const total = query({
  args: { roomId: v.id("rooms") },
  handler: async (ctx, { roomId }) => {
    const messages = await ctx.db
      .query("messages")
      .withIndex("by_room", (q) => q.eq("room", roomId))
      .collect();
    return messages.length;
  },
});
