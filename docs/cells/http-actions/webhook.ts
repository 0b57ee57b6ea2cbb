// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const news = { payment: v.string(), number: v.number() };

export default defineSchema({
  events: defineTable({ event: v.string() })
    .index("by_event", ["event"]),
  payments: defineTable(news)
    .index("by_payment", ["payment"]),
});
// convex/payments.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";
import { news } from "./schema";

export const apply = internalMutation({
  args: { event: v.string(), ...news },
  handler: async (ctx, { event, payment, number }) => {
    const seen = await ctx.db
      .query("events")
      .withIndex("by_event", (q) => q.eq("event", event))
      .unique();
    if (seen !== null) return "seen before";
    await ctx.db.insert("events", { event });
    const row = { payment, number };
    const known = await ctx.db
      .query("payments")
      .withIndex("by_payment", (q) =>
        q.eq("payment", payment),
      )
      .unique();
    if (known === null) {
      await ctx.db.insert("payments", row);
    } else if (number < known.number) {
      return "older than what is known";
    } else {
      await ctx.db.patch("payments", known._id, row);
    }
    return "applied";
  },
});
// convex/http.ts
import { httpRouter } from "convex/server";
import { internal } from "./_generated/api";
import { httpAction } from "./_generated/server";

const receive = httpAction(async (ctx, request) => {
  const text = await request.text();
  // Here the signature is verified: see below.
  const apply = internal.payments.apply;
  const args = JSON.parse(text);
  return new Response(await ctx.runMutation(apply, args));
});

const http = httpRouter();
http.route({ path: "/pay", method: "POST", handler: receive });
export default http;
