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
  args: { event: v.string(), ...payment },
  handler: async (ctx, { event, ...news }) => {
    const seen = await ctx.db
      .query("events")
      .withIndex("by_event", (q) => q.eq("event", event))
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
import { isSigned } from "./model/signature";

const receive = httpAction(async (ctx, request) => {
  const text = await request.text();
  const hex = request.headers.get("x-signature") ?? "";
  if (!(await isSigned(text, hex))) {
    return new Response("bad signature", { status: 401 });
  }
  const event = JSON.parse(text);
  const answer = await ctx.runMutation(
    internal.payments.apply,
    event,
  );
  return new Response(answer);
});

const http = httpRouter();
http.route({
  path: "/payments",
  method: "POST",
  handler: receive,
});
export default http;
// convex/model/signature.ts
const bytes = (text: string) => new TextEncoder().encode(text);

export async function isSigned(text: string, hex: string) {
  const key = await crypto.subtle.importKey(
    "raw",
    bytes(process.env.PAYMENTS_SECRET!),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const pairs = hex.match(/../g) ?? [];
  const signature = Uint8Array.from(pairs, (pair) =>
    Number.parseInt(pair, 16),
  );
  return await crypto.subtle.verify(
    "HMAC",
    key,
    signature,
    bytes(text),
  );
}
