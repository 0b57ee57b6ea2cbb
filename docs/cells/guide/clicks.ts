// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  loans: defineTable({ notice: v.string() }),
});
// convex/mails.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { action, internalAction, mutation } from "./_generated/server";

const sendMail = (loan: string) =>
  fetch("https://mail.example/v1/send", {
    method: "POST",
    body: loan,
  });

export const remindFromThePage = action({
  args: { loan: v.id("loans") },
  handler: async (_ctx, { loan }) => {
    await sendMail(loan);
  },
});

export const remind = mutation({
  args: { loan: v.id("loans") },
  handler: async (ctx, { loan }) => {
    const found = await ctx.db.get("loans", loan);
    if (found?.notice !== "none") return; // a second click
    const notice = "sending";
    await ctx.db.patch("loans", loan, { notice });
    const job = internal.mails.send;
    await ctx.scheduler.runAfter(0, job, { loan });
  },
});

export const send = internalAction({
  args: { loan: v.id("loans") },
  handler: async (_ctx, { loan }) => {
    await sendMail(loan);
  },
});
