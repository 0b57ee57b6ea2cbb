// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  places: defineTable({ name: v.string() }),
  vectors: defineTable({
    place: v.id("places"),
    city: v.string(),
    vector: v.array(v.float64()),
  }).vectorIndex("by_vector", {
    vectorField: "vector",
    dimensions: 2,
    filterFields: ["city"],
  }),
});
// convex/places.ts
import { v } from "convex/values";
import { internal } from "./_generated/api";
import { action, internalQuery } from "./_generated/server";

export const load = internalQuery({
  args: { ids: v.array(v.id("vectors")) },
  handler: async (ctx, { ids }) =>
    await Promise.all(
      ids.map(async (id) => {
        const row = await ctx.db.get("vectors", id);
        return row && (await ctx.db.get("places", row.place));
      }),
    ),
});

type Hit = { name: string; score: number };

export const near = action({
  args: { vector: v.array(v.float64()), city: v.string() },
  handler: async (ctx, { vector, city }): Promise<Hit[]> => {
    const found = await ctx.vectorSearch("vectors", "by_vector", {
      vector,
      limit: 2,
      filter: (q) => q.eq("city", city),
    });
    const ids = found.map((hit) => hit._id);
    // One call, same order.
    const places = await ctx.runQuery(internal.places.load, { ids });
    return found.flatMap((hit, i) => {
      const place = places[i];
      return place ? [{ name: place.name, score: hit._score }] : [];
    });
  },
});
