// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  posts: defineTable({
    author: v.string(),
    hidden: v.boolean(),
    text: v.string(),
  }),
});

// convex/posts.ts
import { v } from "convex/values";
import type { Doc } from "./_generated/dataModel";
import { query } from "./_generated/server";

export const feed = query({
  args: { authors: v.array(v.string()) },
  handler: async (ctx, { authors }) => {
    const found: Doc<"posts">[] = [];
    for await (const post of ctx.db.query("posts").order("desc")) {
      if (authors.includes(post.author) && !post.hidden) {
        found.push(post);
        if (found.length === 20) break;
      }
    }
    return found;
  },
});
