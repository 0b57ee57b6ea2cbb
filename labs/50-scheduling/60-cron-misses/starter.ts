// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  customers: defineTable({ name: v.string(), amount: v.number(), since: v.number() }),
  invoices: defineTable({
    customerId: v.id("customers"),
    due: v.number(),
    amount: v.number(),
  }).index("by_customer_and_due", ["customerId", "due"]),
});

// convex/crons.ts
import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();
crons.daily("bill", { hourUTC: 3, minuteUTC: 30 }, internal.billing.bill);
export default crons;

// convex/billing.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

const DAY_MS = 86_400_000;

export const bill = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const now = Date.now();
    for (const { _id: customerId, since, amount } of await ctx.db.query("customers").collect()) {
      for (const due of dueDates(since, now)) {
        if (due > now - DAY_MS) await ctx.db.insert("invoices", { customerId, due, amount });
      }
    }
    return null;
  },
});

/** The due dates from `since` up to and with `until`, in milliseconds: one each month. */
function dueDates(since: number, until: number): number[] {
  const first = new Date(since);
  const found: number[] = [];
  for (let months = 0; ; months++) {
    const year = first.getUTCFullYear();
    const month = first.getUTCMonth() + months;
    const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
    const due = Date.UTC(year, month, Math.min(first.getUTCDate(), lastDay));
    if (due > until) return found;
    found.push(due);
  }
}
