// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const mail = { to: v.string(), text: v.string() };

export default defineSchema({ mails: defineTable(mail) });
// convex/mails.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation } from "./_generated/server";
import { mail } from "./schema";

export const sendPublic = mutation({
  args: mail,
  handler: async (ctx, args) => {
    // Public, because "only our code knows its name".
    await ctx.db.insert("mails", args);
  },
});

export const send = internalMutation({
  args: mail,
  handler: async (ctx, args) => {
    await ctx.db.insert("mails", args);
  },
});

export const remind = mutation({
  args: { to: v.string() },
  handler: async (ctx, { to }) => {
    const text = "Please bring back the saw.";
    const job = internal.mails.send;
    await ctx.scheduler.runAfter(0, job, { to, text });
  },
});
