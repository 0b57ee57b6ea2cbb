// convex/loans.ts
import { ConvexError } from "convex/values";
import { mutation } from "./_generated/server";

export const lendWithError = mutation({
  args: {},
  handler: async () => {
    throw new Error(
      "ALREADY_LENT: bob has the drill",
    );
  },
});

export const lend = mutation({
  args: {},
  handler: async () => {
    throw new ConvexError({ code: "ALREADY_LENT" });
  },
});
