// Shows that the checker passes what is right and fails what is wrong.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const checker = fileURLToPath(new URL("check.mjs", import.meta.url));

/** @param {string} name @param {string} text */
function check(name, text) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "typescript-"));
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  fs.writeFileSync(path.join(folder, "exercise.toml"), 'module = "jobs"\n');
  const { status, stdout } = spawnSync(process.execPath, [checker, file], { encoding: "utf8" });
  fs.rmSync(folder, { recursive: true });
  return { status, stdout };
}

/** @param {string} info @param {string} body */
const page = (info, body) => check("page.md", `\`\`\`${info}\n${body}\n\`\`\`\n`);

const FIRST_MESSAGE = 'await ctx.db.query("messages").first();';
const BAD_TABLE = 'await ctx.db.query("nope").first();';

test("a right sample passes", () => {
  const { status, stdout } = page("ts fragment=query fixture=chat", FIRST_MESSAGE);
  assert.equal(status, 0, stdout);
  assert.match(stdout, /1 samples, 0 skipped, 0 problems/);
});

test("a wrong sample fails and names the line of the page", () => {
  const { status, stdout } = page("ts fragment=query fixture=chat", `\n${BAD_TABLE}`);
  assert.equal(status, 1);
  assert.match(stdout, /page\.md:3: .*TS2345/);
});

test("a sample without attributes fails", () => {
  const { status, stdout } = page("ts", "const a = 1;");
  assert.equal(status, 1);
  assert.match(stdout, /needs file= or fragment=/);
});

test("an error shown on purpose passes, and fails once it is gone", () => {
  const info = "ts fragment=query fixture=chat expect-error=TS2345";
  assert.equal(page(info, BAD_TABLE).status, 0);
  assert.match(page(info, FIRST_MESSAGE).stdout, /promises TS2345/);
});

test("a reference to a function that is not there fails", () => {
  const { status, stdout } = page(
    "{ .ts file=convex/a.ts fixture=chat }",
    `import { internal } from "./_generated/api";
import { mutation } from "./_generated/server";
export const m = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.scheduler.runAfter(0, internal.b.gone, {});
  },
});`,
  );
  assert.equal(status, 1);
  assert.match(stdout, /TS2339/);
});

test("a solution of several files is one project", () => {
  const solution = (/** @type {string} */ field) => `// What the learner writes, in Convex.
// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ jobs: defineTable({ status: v.string() }) });
// convex/jobs.ts
import { v } from "convex/values";
import { mutation } from "./_generated/server";
export const claim = mutation({
  args: { jobId: v.id("jobs") },
  handler: async (ctx, { jobId }) => {
    await ctx.db.patch("jobs", jobId, { ${field}: "running" });
  },
});
`;
  const right = check("solution.ts", solution("status"));
  assert.equal(right.status, 0, right.stdout);
  assert.match(check("solution.ts", solution("state")).stdout, /solution\.ts:12: .*state/);
  assert.match(check("starter.ts", solution("state")).stdout, /starter\.ts:12: .*state/);
});

test("the starter and the solution of a folder do not see each other", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "typescript-"));
  const program = (/** @type {string} */ table) => `// convex/schema.ts
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ ${table}: defineTable({ text: v.string() }) });
// convex/jobs.ts
import { query } from "./_generated/server";
export const all = query({ args: {}, handler: async (ctx) => await ctx.db.query("${table}").collect() });
`;
  fs.writeFileSync(path.join(folder, "exercise.toml"), 'module = "jobs"\n');
  const files = ["starter.ts", "solution.ts"].map((name) => path.join(folder, name));
  for (const [i, file] of files.entries()) fs.writeFileSync(file, program(`table${i}`));
  const { status, stdout } = spawnSync(process.execPath, [checker, ...files], { encoding: "utf8" });
  fs.rmSync(folder, { recursive: true });
  assert.equal(status, 0, stdout);
  assert.match(stdout, /2 projects, 4 samples/);
});

test("a skip needs a reason, and is counted", () => {
  assert.match(page("ts skip", "not code").stdout, /skip needs a reason/);
  assert.match(page('ts skip="of another tool"', "not code").stdout, /1 skipped, 0 problems/);
});

test("React, Next.js and the packages for signing in are known", () => {
  const { status, stdout } = page(
    "tsx file=app/page.tsx fixture=chat",
    `import { auth } from "@clerk/nextjs/server";
import { withAuth } from "@workos-inc/authkit-nextjs";
import { convexAuthNextjsToken } from "@convex-dev/auth/nextjs/server";
import { connection } from "next/server";
import type { Doc } from "@/convex/_generated/dataModel";
export default async function Page(props: { user: Doc<"users"> }) {
  await connection();
  const tokens = [(await auth()).userId, (await withAuth()).accessToken, await convexAuthNextjsToken()];
  return <p>{props.user.name}{tokens.length}</p>;
}`,
  );
  assert.equal(status, 0, stdout);
});

test("environment variables come from convex.config.ts", () => {
  const app = (/** @type {string} */ name) => `// convex/convex.config.ts
import { defineApp } from "convex/server";
import { v } from "convex/values";
export default defineApp({ env: { API_KEY: v.string() } });
// convex/jobs.ts
import { env, query } from "./_generated/server";
export const key = query({ args: {}, handler: async () => env.${name} });
`;
  assert.equal(check("solution.ts", app("API_KEY")).status, 0);
  assert.match(check("solution.ts", app("OTHER")).stdout, /TS2339/);
});
