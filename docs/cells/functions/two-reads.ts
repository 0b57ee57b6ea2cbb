// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  accounts: defineTable({
    name: v.string(),
    euros: v.number(),
  }),
});
// convex/accounts.ts
import { v } from "convex/values";
import { api } from "./_generated/api";
import { action, mutation, query } from "./_generated/server";

export const euros = query({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    const rows = await ctx.db.query("accounts").collect();
    return rows.find((row) => row.name === name)!.euros;
  },
});

export const total = query({
  args: {},
  handler: async (ctx) => {
    const rows = await ctx.db.query("accounts").collect();
    return rows.reduce((sum, row) => sum + row.euros, 0);
  },
});

export const move = mutation({
  args: {},
  handler: async (ctx) => {
    const [ada, bob] = await ctx.db.query("accounts").collect();
    await ctx.db.patch("accounts", ada!._id, {
      euros: ada!.euros - 10,
    });
    await ctx.db.patch("accounts", bob!._id, {
      euros: bob!.euros + 10,
    });
  },
});

type Totals = { twoQueries: number; oneQuery: number };

export const audit = action({
  args: {},
  handler: async (ctx): Promise<Totals> => {
    const ada = await ctx.runQuery(api.accounts.euros, {
      name: "ada",
    });
    // Somebody else, just now.
    await ctx.runMutation(api.accounts.move, {});
    const bob = await ctx.runQuery(api.accounts.euros, {
      name: "bob",
    });
    return {
      twoQueries: ada + bob,
      oneQuery: await ctx.runQuery(api.accounts.total, {}),
    };
  },
});
