// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tickets: defineTable({
    number: v.number(),
    at: v.number(),
  }),
});
// convex/tickets.ts
import { mutation } from "./_generated/server";

export const draw = mutation({
  args: {},
  handler: async (ctx) => {
    const taken = await ctx.db.query("tickets").collect();
    const at = Date.now();
    const number = Math.floor(Math.random() * 1_000_000);
    console.log(
      `${taken.length} taken; drew ${number}`,
      `time stood still: ${at === Date.now()}`,
    );
    await ctx.db.insert("tickets", { number, at });
    return number;
  },
});
