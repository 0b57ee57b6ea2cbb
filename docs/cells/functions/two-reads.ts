// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

const account = { name: v.string(), euros: v.number() };

export default defineSchema({ accounts: defineTable(account) });
// convex/accounts.ts
import { v } from "convex/values";
import { api } from "./_generated/api";
import { action, mutation, query } from "./_generated/server";

export const euros = query({
  args: {},
  returns: v.record(v.string(), v.number()),
  handler: async (ctx) => {
    const rows = await ctx.db.query("accounts").take(100);
    return Object.fromEntries(
      rows.map((row) => [row.name, row.euros]),
    );
  },
});

export const moveTen = mutation({
  args: {},
  handler: async (ctx) => {
    for (const row of await ctx.db.query("accounts").take(100)) {
      const change = row.name === "ada" ? -10 : 10;
      const euros = row.euros + change;
      await ctx.db.patch("accounts", row._id, { euros });
    }
  },
});

export const audit = action({
  args: {},
  handler: async (ctx) => {
    const before = await ctx.runQuery(api.accounts.euros, {});
    // Somebody else, just now:
    await ctx.runMutation(api.accounts.moveTen, {});
    const after = await ctx.runQuery(api.accounts.euros, {});
    console.log("two queries:", before.ada + after.bob);
    console.log("one query:  ", after.ada + after.bob);
  },
});
