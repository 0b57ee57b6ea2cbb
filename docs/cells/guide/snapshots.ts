// convex/schema.ts
import {
  defineSchema,
  defineTable,
} from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  tools: defineTable({ status: v.string() }).index(
    "by_status",
    ["status"],
  ),
});
// convex/tools.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import {
  action,
  internalMutation,
  internalQuery,
  type QueryCtx,
} from "./_generated/server";

async function count(
  ctx: QueryCtx,
  status: string,
) {
  const rows = await ctx.db
    .query("tools")
    .withIndex("by_status", (q) =>
      q.eq("status", status),
    )
    .take(100);
  return rows.length;
}

export const howMany = internalQuery({
  args: { status: v.string() },
  handler: async (ctx, { status }) =>
    await count(ctx, status),
});

export const both = internalQuery({
  args: {},
  handler: async (ctx) => ({
    free: await count(ctx, "free"),
    lent: await count(ctx, "lent"),
  }),
});

export const lendOne = internalMutation({
  args: {},
  handler: async (ctx) => {
    const tool = await ctx.db
      .query("tools")
      .withIndex("by_status", (q) =>
        q.eq("status", "free"),
      )
      .first();
    if (tool === null) return;
    await ctx.db.patch("tools", tool._id, {
      status: "lent",
    });
  },
});

export const report = action({
  args: {},
  handler: async (ctx): Promise<number> => {
    const free = await ctx.runQuery(
      internal.tools.howMany,
      {
        status: "free",
      },
    );
    // Somebody else, just now:
    await ctx.runMutation(
      internal.tools.lendOne,
      {},
    );
    const lent = await ctx.runQuery(
      internal.tools.howMany,
      {
        status: "lent",
      },
    );
    return free + lent;
  },
});

export const reportAtOnce = action({
  args: {},
  handler: async (ctx): Promise<number> => {
    const { free, lent } = await ctx.runQuery(
      internal.tools.both,
      {},
    );
    return free + lent;
  },
});
