// The comparison of solution.ts with recorded calls: what it lets pass, and what it tells.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { compare } from "./behaviour.mjs";

const SOLUTION = `// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";

export default defineSchema({ lines: defineTable({ rowCount: v.number() }) });

// convex/lines.ts
import { ConvexError, v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, query } from "./_generated/server";

export const addOne = internalMutation({
  args: { lineId: v.id("lines") },
  handler: async (ctx, { lineId }) => {
    const line = await ctx.db.get("lines", lineId);
    if (line === null) throw new ConvexError({ code: "GONE" });
    await ctx.db.patch("lines", lineId, { rowCount: line.rowCount + 1 });
    await ctx.scheduler.runAfter(1000, internal.lines.empty, { lineId });
  },
});

export const empty = internalMutation({
  args: { lineId: v.id("lines") },
  handler: async (ctx, { lineId }) => ctx.db.delete("lines", lineId),
});

export const all = query({ args: {}, handler: async (ctx) => ctx.db.query("lines").collect() });
`;

const line = (/** @type {number} */ count) => ({ _id: "@lines#1", row_count: count });
const call = { kind: "mutation", call: "lines:add_one", args: { line_id: "@lines#1" } };
const STEPS = [
  { now: 5000, store: "lines", rows: [{ row_count: 3 }] },
  { now: 5000, ...call, returned: null, documents: { lines: [line(4)] } },
  { now: 5500, kind: "query", call: "lines:all", args: {}, returned: [line(4)] },
  { now: 6000, documents: { lines: [] } },
  { now: 6000, ...call, refused: { code: "GONE" }, documents: { lines: [] } },
];

/** @param {string} solution @param {any[]} steps */
async function compared(solution, steps) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "behaviour-"));
  fs.writeFileSync(path.join(folder, "solution.ts"), solution);
  const scenarios = [{ now: 5000, steps }];
  const exercise = path.basename(folder);
  try {
    return await compare({ exercise, folder, module: "lines", verdict: "right", scenarios });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

test("a solution that does the same has its calls counted", async () => {
  assert.equal(await compared(SOLUTION, STEPS), 3);
});

test("each kind of difference is told with the call", async () => {
  const told = async (/** @type {string} */ from, /** @type {string} */ to) =>
    String(await compared(SOLUTION.replace(from, to), STEPS));
  assert.match(
    await told("rowCount + 1", "rowCount + 2"),
    /step 2, lines:add_one\(.*: the documents: .*5/,
  );
  assert.match(
    await told("1000, internal", "1, internal"),
    /step 3, lines:all.*: the result: \[\]/,
  );
  assert.match(
    await told("1000, internal", "9000, internal"),
    /step 4, once jobs ran: the documents/,
  );
  assert.match(await told('"GONE"', '"LOST"'), /step 5, .*: the refusal: .*LOST/);
  assert.match(await told("throw new ConvexError", "if (false) throw new ConvexError"), /step 5/);
  assert.match(await told("line === null", "line !== null"), /it raised/);
});
