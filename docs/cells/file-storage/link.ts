// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  photos: defineTable({ file: v.id("_storage") }),
});
// convex/photos.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import {
  action,
  internalMutation,
  mutation,
  query,
} from "./_generated/server";

export const make = action({
  args: {},
  handler: async (ctx): Promise<Id<"photos">> => {
    const file = await ctx.storage.store(
      new Blob(["ada on holiday"]),
    );
    return await ctx.runMutation(internal.photos.add, {
      file,
    });
  },
});

export const add = internalMutation({
  args: { file: v.id("_storage") },
  handler: async (ctx, { file }) => {
    return await ctx.db.insert("photos", { file });
  },
});

export const link = query({
  args: { photo: v.id("photos") },
  handler: async (ctx, { photo }) => {
    const row = await ctx.db.get("photos", photo);
    if (row === null) return null;
    return await ctx.storage.getUrl(row.file);
  },
});

export const remove = mutation({
  args: { photo: v.id("photos"), fail: v.boolean() },
  handler: async (ctx, { photo, fail }) => {
    const row = await ctx.db.get("photos", photo);
    await ctx.storage.delete(row!.file);
    await ctx.db.delete("photos", photo);
    if (fail) throw new Error("something else went wrong");
  },
});
