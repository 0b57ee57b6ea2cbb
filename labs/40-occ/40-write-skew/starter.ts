// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  shifts: defineTable({ doctor: v.string(), ward: v.string(), onCall: v.boolean() }).index(
    "by_ward_and_onCall",
    ["ward", "onCall"],
  ),
});

// convex/shifts.ts
import { v } from "convex/values";
import { internalMutation } from "./_generated/server";

export const goOffCall = internalMutation({
  args: { shiftId: v.id("shifts"), othersOnCall: v.number() },
  returns: v.boolean(),
  handler: async (ctx, { shiftId, othersOnCall }) => {
    const shift = await ctx.db.get("shifts", shiftId);
    if (shift === null) return false;
    if (shift.onCall && othersOnCall < 1) return false;
    await ctx.db.patch("shifts", shiftId, { onCall: false });
    return true;
  },
});
