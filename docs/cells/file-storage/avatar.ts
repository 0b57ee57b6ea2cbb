// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  avatars: defineTable({
    owner: v.string(),
    file: v.id("_storage"),
  }),
});
// convex/avatars.ts
import { ConvexError, v } from "convex/values";
import type { QueryCtx } from "./_generated/server";
import { mutation } from "./_generated/server";

async function requireUser(ctx: QueryCtx) {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) {
    throw new ConvexError("Sign in first.");
  }
  return identity.tokenIdentifier;
}

export const uploadUrl = mutation({
  args: {},
  handler: async (ctx) => {
    await requireUser(ctx);
    return await ctx.storage.generateUploadUrl();
  },
});

export const keep = mutation({
  args: { file: v.id("_storage") },
  handler: async (ctx, { file }) => {
    const owner = await requireUser(ctx);
    const known = await ctx.db.system.get("_storage", file);
    if (known === null) {
      throw new ConvexError("No such file.");
    }
    const isPng = known.contentType === "image/png";
    if (!isPng || known.size > 100_000) {
      await ctx.storage.delete(file);
      return "refused and deleted";
    }
    await ctx.db.insert("avatars", { owner, file });
    return "kept";
  },
});
