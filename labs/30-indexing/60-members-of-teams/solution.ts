// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({ name: v.string() }),
  teams: defineTable({ name: v.string() }),
  memberships: defineTable({ team: v.id("teams"), user: v.id("users") })
    .index("by_team_and_user", ["team", "user"])
    .index("by_user", ["user"]),
});

// convex/teams.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const join = mutation({
  args: { teamId: v.id("teams"), userId: v.id("users") },
  handler: async (ctx, { teamId, userId }) => {
    const pair = await ctx.db
      .query("memberships")
      .withIndex("by_team_and_user", (q) => q.eq("team", teamId).eq("user", userId))
      .first();
    if (pair === null) {
      await ctx.db.insert("memberships", { team: teamId, user: userId });
    }
  },
});

export const members = query({
  args: { teamId: v.id("teams") },
  handler: async (ctx, { teamId }) => {
    const rows = await ctx.db
      .query("memberships")
      .withIndex("by_team_and_user", (q) => q.eq("team", teamId))
      .collect();
    const users = await Promise.all(rows.map((row) => ctx.db.get("users", row.user)));
    return users.filter((user) => user !== null);
  },
});

export const teamsOf = query({
  args: { userId: v.id("users") },
  handler: async (ctx, { userId }) => {
    const rows = await ctx.db
      .query("memberships")
      .withIndex("by_user", (q) => q.eq("user", userId))
      .collect();
    const teams = await Promise.all(rows.map((row) => ctx.db.get("teams", row.team)));
    return teams.filter((team) => team !== null);
  },
});
