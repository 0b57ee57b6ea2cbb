// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  doors: defineTable({
    code: v.string(),
    wrong: v.number(),
  }),
});
// convex/doors.ts
import { ConvexError, v } from "convex/values";
import type { Id } from "./_generated/dataModel";
import { mutation, type MutationCtx } from "./_generated/server";

async function check(
  ctx: MutationCtx,
  door: Id<"doors">,
  code: string,
) {
  const found = (await ctx.db.get("doors", door))!;
  if (found.wrong >= 3) return "LOCKED";
  if (found.code === code) return "OPEN";
  await ctx.db.patch("doors", door, {
    wrong: found.wrong + 1,
  });
  return "WRONG_CODE";
}

const args = { door: v.id("doors"), code: v.string() };

export const enterOrThrow = mutation({
  args,
  handler: async (ctx, { door, code }) => {
    const result = await check(ctx, door, code);
    if (result !== "OPEN") {
      throw new ConvexError(result);
    }
  },
});

export const enter = mutation({
  args,
  handler: async (ctx, { door, code }) =>
    await check(ctx, door, code),
});
