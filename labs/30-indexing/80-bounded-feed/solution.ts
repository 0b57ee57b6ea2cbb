// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  posts: defineTable({
    author: v.string(),
    hidden: v.boolean(),
    text: v.string(),
  }).index("by_author", ["author"]),
});

// convex/posts.ts
import { v } from "convex/values";
import type { Doc } from "./_generated/dataModel";
import { query } from "./_generated/server";

export const feed = query({
  args: { authors: v.array(v.string()) },
  handler: async (ctx, { authors }) => {
    const streams = authors.map((author) =>
      ctx.db
        .query("posts")
        .withIndex("by_author", (q) => q.eq("author", author))
        .order("desc")
        [Symbol.asyncIterator](),
    );
    const nextVisible = async (stream: AsyncIterator<Doc<"posts">>) => {
      for (;;) {
        const step = await stream.next();
        if (step.done) return null;
        if (!step.value.hidden) return step.value;
      }
    };
    const heads = await Promise.all(streams.map(nextVisible));
    const found: Doc<"posts">[] = [];
    while (found.length < 20) {
      let newest = -1;
      heads.forEach((head, i) => {
        if (head && (newest < 0 || head._creationTime > heads[newest]!._creationTime)) newest = i;
      });
      if (newest < 0) break;
      found.push(heads[newest]!);
      heads[newest] = found.length < 20 ? await nextVisible(streams[newest]!) : null;
    }
    return found;
  },
});
