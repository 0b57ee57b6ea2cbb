// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  rooms: defineTable({ name: v.string(), count: v.optional(v.number()) }),
  messages: defineTable({ room: v.id("rooms"), text: v.string() }).index("by_room", ["room"]),
});

// convex/chat.ts
import { v } from "convex/values";
import type { Id } from "./_generated/dataModel";
import { type MutationCtx, mutation, query } from "./_generated/server";

async function bump(ctx: MutationCtx, roomId: Id<"rooms">, by: number) {
  const room = await ctx.db.get("rooms", roomId);
  if (room === null) throw new Error("no such room");
  await ctx.db.patch("rooms", roomId, { count: (room.count ?? 0) + by });
}

export const add = mutation({
  args: { roomId: v.id("rooms"), text: v.string() },
  handler: async (ctx, { roomId, text }) => {
    await bump(ctx, roomId, 1);
    return await ctx.db.insert("messages", { room: roomId, text });
  },
});

export const remove = mutation({
  args: { roomId: v.id("rooms"), messageId: v.id("messages") },
  handler: async (ctx, { roomId, messageId }) => {
    const message = await ctx.db.get("messages", messageId);
    if (message === null || message.room !== roomId) return false;
    await ctx.db.delete("messages", messageId);
    await bump(ctx, roomId, -1);
    return true;
  },
});

export const move = mutation({
  args: { messageId: v.id("messages"), roomId: v.id("rooms") },
  handler: async (ctx, { messageId, roomId }) => {
    const message = await ctx.db.get("messages", messageId);
    if (message === null) return false;
    await bump(ctx, message.room, -1);
    await bump(ctx, roomId, 1);
    await ctx.db.patch("messages", messageId, { room: roomId });
    return true;
  },
});

export const badge = query({
  args: { roomId: v.id("rooms") },
  handler: async (ctx, { roomId }) => {
    const some = await ctx.db
      .query("messages")
      .withIndex("by_room", (q) => q.eq("room", roomId))
      .take(100);
    return some.length === 100 ? "99+" : String(some.length);
  },
});

export const total = query({
  args: { roomId: v.id("rooms") },
  handler: async (ctx, { roomId }) => {
    const room = await ctx.db.get("rooms", roomId);
    return room?.count ?? 0;
  },
});
