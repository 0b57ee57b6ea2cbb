// convex/schema.ts
import {
  defineSchema,
  defineTable,
} from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  mails: defineTable({
    to: v.string(),
    text: v.string(),
  }),
});
// convex/mails.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import {
  internalMutation,
  mutation,
} from "./_generated/server";

// Public, because "only our code knows its name".
export const sendPublic = mutation({
  args: { to: v.string(), text: v.string() },
  handler: async (ctx, { to, text }) => {
    await ctx.db.insert("mails", { to, text });
  },
});

export const send = internalMutation({
  args: { to: v.string(), text: v.string() },
  handler: async (ctx, { to, text }) => {
    await ctx.db.insert("mails", { to, text });
  },
});

export const remind = mutation({
  args: { to: v.string() },
  handler: async (ctx, { to }) => {
    const text = "Please bring back the saw.";
    await ctx.scheduler.runAfter(
      0,
      internal.mails.send,
      { to, text },
    );
  },
});
