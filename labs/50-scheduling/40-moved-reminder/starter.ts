// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  events: defineTable({
    title: v.string(),
    remindMs: v.number(),
    version: v.optional(v.number()),
    job: v.optional(v.id("_scheduled_functions")),
  }),
  sent: defineTable({ event: v.id("events"), atMs: v.number() }),
});

// convex/reminders.ts
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation } from "./_generated/server";

export const create = mutation({
  args: { title: v.string(), remindMs: v.number() },
  returns: v.id("events"),
  handler: async (ctx, { title, remindMs }) => {
    const eventId = await ctx.db.insert("events", { title, remindMs });
    await ctx.scheduler.runAt(remindMs, internal.reminders.remind, { eventId });
    return eventId;
  },
});

export const move = mutation({
  args: { eventId: v.id("events"), remindMs: v.number() },
  handler: async (ctx, { eventId, remindMs }) => {
    const event = await ctx.db.get("events", eventId);
    if (event === null) throw new ConvexError({ code: "NO_EVENT" });
    await ctx.db.patch("events", eventId, { remindMs });
    await ctx.scheduler.runAt(remindMs, internal.reminders.remind, { eventId });
  },
});

export const remove = mutation({
  args: { eventId: v.id("events") },
  handler: async (ctx, { eventId }) => {
    if ((await ctx.db.get("events", eventId)) !== null) await ctx.db.delete("events", eventId);
  },
});

export const remind = internalMutation({
  args: { eventId: v.id("events") },
  handler: async (ctx, { eventId }) => {
    const event = await ctx.db.get("events", eventId);
    if (event === null) throw new Error("no such event");
    await ctx.db.insert("sent", { event: eventId, atMs: event.remindMs });
  },
});
