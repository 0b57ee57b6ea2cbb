// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  recipes: defineTable({
    title: v.string(),
    kitchen: v.string(),
  }).searchIndex("search_title", {
    searchField: "title",
    filterFields: ["kitchen"],
  }),
});
// convex/recipes.ts
import { v } from "convex/values";
import { query } from "./_generated/server";

export const find = query({
  args: { text: v.string(), kitchen: v.optional(v.string()) },
  handler: async (ctx, { text, kitchen }) => {
    const found = await ctx.db
      .query("recipes")
      .withSearchIndex("search_title", (q) => {
        const terms = q.search("title", text);
        return kitchen === undefined
          ? terms
          : terms.eq("kitchen", kitchen);
      })
      .take(10);
    return found.map((row) => row.title);
  },
});
