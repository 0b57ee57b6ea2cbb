// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  rows: defineTable({ name: v.string() }),
  details: defineTable({
    row: v.id("rows"),
    price: v.number(),
  }),
});
// convex/rows.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { MutationCtx } from "./_generated/server";
import { internalMutation, mutation } from "./_generated/server";

async function write(
  ctx: MutationCtx,
  name: string,
  price: number,
) {
  const row = await ctx.db.insert("rows", { name });
  if (price < 0) {
    throw new Error(`${name} has a negative price`);
  }
  await ctx.db.insert("details", { row, price });
}

export const writeOne = internalMutation({
  args: { name: v.string(), price: v.number() },
  handler: async (ctx, { name, price }) => {
    await write(ctx, name, price);
  },
});

export const importRows = mutation({
  args: { nested: v.boolean() },
  handler: async (ctx, { nested }): Promise<void> => {
    const rows = [
      { name: "tea", price: 3 },
      { name: "cake", price: -1 },
    ];
    for (const { name, price } of rows) {
      try {
        if (nested) {
          await ctx.runMutation(internal.rows.writeOne, {
            name,
            price,
          });
        } else {
          await write(ctx, name, price);
        }
      } catch {
        console.log(name, "was left out");
      }
    }
  },
});
