// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  rows: defineTable({ name: v.string() }),
  details: defineTable({ price: v.number() }),
});
// convex/rows.ts
import { type Infer, v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, mutation, type MutationCtx } from "./_generated/server";

const named = v.object({ name: v.string(), price: v.number() });

async function write(
  ctx: MutationCtx,
  { name, price }: Infer<typeof named>,
) {
  await ctx.db.insert("rows", { name });
  if (price < 0) {
    throw new Error(`${name} has a negative price`);
  }
  await ctx.db.insert("details", { price });
}

export const writeOne = internalMutation({
  args: named,
  handler: async (ctx, row) => {
    await write(ctx, row);
  },
});

export const importRows = mutation({
  args: { nested: v.boolean() },
  handler: async (ctx, { nested }): Promise<void> => {
    const one = internal.rows.writeOne;
    for (const row of [
      { name: "tea", price: 3 },
      { name: "cake", price: -1 },
    ]) {
      try {
        if (nested) await ctx.runMutation(one, row);
        else await write(ctx, row);
      } catch {
        console.log(row.name, "was left out");
      }
    }
  },
});
