// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({
  users: defineTable({ name: v.string() }),
  teams: defineTable({ name: v.string(), members: v.optional(v.array(v.id("users"))) }),
});

// convex/teams.ts
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";

export const join = mutation({
  args: { teamId: v.id("teams"), userId: v.id("users") },
  handler: async (ctx, { teamId, userId }) => {
    const team = await ctx.db.get("teams", teamId);
    if (team === null) throw new Error("no such team");
    await ctx.db.patch("teams", teamId, { members: [...(team.members ?? []), userId] });
  },
});

export const members = query({
  args: { teamId: v.id("teams") },
  handler: async (ctx, { teamId }) => {
    const team = await ctx.db.get("teams", teamId);
    if (team === null) throw new Error("no such team");
    return await Promise.all((team.members ?? []).map((userId) => ctx.db.get("users", userId)));
  },
});

export const teamsOf = query({
  args: { userId: v.id("users") },
  handler: async (ctx, { userId }) => {
    const teams = await ctx.db.query("teams").collect();
    return teams.filter((team) => team.members?.includes(userId));
  },
});
