// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  items: defineTable({
    name: v.string(),
    tag: v.optional(v.union(v.string(), v.number(), v.null())),
  }).index("by_tag", ["tag"]),
});

// convex/items.ts
import type { Doc } from "./_generated/dataModel";
import { query } from "./_generated/server";

export const onePerTag = query({
  args: {},
  handler: async (ctx) => {
    const found: Doc<"items">[] = [];
    for await (const item of ctx.db.query("items").withIndex("by_tag")) {
      const last = found.at(-1);
      if (last === undefined || item.tag !== last.tag) found.push(item);
    }
    return found;
  },
});
