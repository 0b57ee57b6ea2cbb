// The ESLint configuration that the guide shows, run as it stands: the guide's example passes it, and each
// rule that the page names is a rule of the plugin and finds what the page says it finds.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import convexPlugin from "@convex-dev/eslint-plugin";
import { ESLint } from "eslint";
import { writeGenerated } from "./codegen.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const page = readFileSync(path.join(root, "docs/guide/rules.md"), "utf8");
const example = path.join(root, "tests/typescript/fixtures/toolshed/convex");

const SERVER = 'import { env, internalMutation, mutation, query } from "./_generated/server";\n';
/** For each rule a file that breaks it and, if the rule needs one, a second. */
const BROKEN = {
  "@convex-dev/no-old-registered-function-syntax": {
    "old.ts": `${SERVER}export const f = query(async () => 1);\n`,
  },
  "@convex-dev/require-args-validator": {
    "open.ts": `${SERVER}export const f = query({ handler: async () => 1 });\n`,
  },
  "@convex-dev/explicit-table-ids": {
    "table.ts":
      `${SERVER}import { v } from "convex/values";\nexport const f = internalMutation({ args: { id: v.id("tools") }, ` +
      "handler: async (ctx, { id }) => await ctx.db.get(id) });\n",
  },
  "@convex-dev/no-filter-in-query": {
    "filter.ts":
      `${SERVER}export const f = internalMutation({ args: {}, handler: async (ctx) => ` +
      'await ctx.db.query("tools").filter((q) => q.eq(q.field("name"), "a")).first() });\n',
  },
  "@convex-dev/no-collect-in-query": {
    "collect.ts":
      `${SERVER}export const f = internalMutation({ args: {}, handler: async (ctx) => ` +
      'await ctx.db.query("tools").collect() });\n',
  },
  "@convex-dev/require-access-control": {
    "guard.ts":
      `${SERVER}export const f = mutation({ args: {}, handler: async (ctx) => ` +
      'await ctx.db.query("tools").first() });\n',
  },
  "@convex-dev/import-wrong-runtime": {
    "wrong.ts": 'import { secret } from "./node_only";\nexport const f = secret;\n',
    "node_only.ts": '"use node";\nexport const secret = 1;\n',
  },
  "@convex-dev/no-process-env": {
    "environment.ts": `${SERVER}export const f = [env, process.env.SECRET];\n`,
  },
  "@convex-dev/no-top-of-hour-crons": {
    "crons.ts":
      'import { cronJobs } from "convex/server";\nimport { internal } from "./_generated/api";\nconst crons = cronJobs();\n' +
      'crons.daily("night", { hourUTC: 3, minuteUTC: 0 }, internal.later.sweep);\nexport default crons;\n',
  },
  "@convex-dev/no-duplicate-indexes": {
    "schema.ts":
      'import { defineSchema, defineTable } from "convex/server";\nimport { v } from "convex/values";\n' +
      "export default defineSchema({ tools: defineTable({ name: v.string(), owner: v.string() })\n" +
      '  .index("by_name", ["name"]).index("by_name_owner", ["name", "owner"]) });\n',
  },
  "@convex-dev/no-schema-import-cycle": {
    "schema.ts":
      'import { defineSchema } from "convex/server";\nimport { tools } from "./tables";\nexport default defineSchema({ tools });\n',
    "tables.ts":
      'import { defineTable } from "convex/server";\nimport schema from "./schema";\n' +
      "export const tools = defineTable({});\nexport const all = schema;\n",
  },
  "@typescript-eslint/no-floating-promises": {
    "floating.ts":
      `${SERVER}export const f = internalMutation({ args: {}, handler: async (ctx) => ` +
      '{ ctx.db.insert("tools", {}); } });\n',
  },
};

/** @type {string} */
let work;
/** The configuration of the page. @type {any[]} */
let config;

before(async () => {
  // Inside of the repository, so that the packages are found.
  mkdirSync(path.join(root, ".cache"), { recursive: true });
  work = mkdtempSync(path.join(root, ".cache/lint-"));
  process.on("exit", () => rmSync(work, { recursive: true, force: true }));
  const block = /```js\n(import convexPlugin[\s\S]*?)```/.exec(page)?.[1];
  assert.ok(block, "guide/rules.md shows no configuration");
  const file = path.join(work, "eslint.config.mjs");
  writeFileSync(file, block);
  ({ default: config } = await import(pathToFileURL(file).href));
});

/**
 * What the configuration says about a project, as `file rule`.
 *
 * @param {string} name
 * @param {(folder: string) => void} write
 */
async function complaints(name, write) {
  const folder = path.join(work, name);
  const convex = path.join(folder, "convex");
  mkdirSync(convex, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), "{}"); // a folder beside one is Convex code
  writeFileSync(
    path.join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: { module: "esnext", moduleResolution: "bundler", strict: true },
      include: ["convex"],
    }),
  );
  write(convex);
  writeGenerated(convex);
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: config,
  });
  const results = await eslint.lintFiles(["convex/**/*.ts"]);
  return results.flatMap(({ filePath, messages }) =>
    messages.map(({ ruleId, message }) => `${path.basename(filePath)} ${ruleId ?? message}`),
  );
}

test("every rule that the page names is one of the plugin", () => {
  const listed = [...page.matchAll(/^\| `([\w-]+)` \| (?:error|warning|off|not in it)/gm)];
  const names = listed.map(([, name]) => name).sort();
  assert.deepEqual(names, Object.keys(convexPlugin.rules ?? {}).sort());
});

test("every rule finds what it is there for", async () => {
  for (const [rule, files] of Object.entries(BROKEN)) {
    const found = await complaints(rule.replace(/\W/g, "_"), (convex) => {
      for (const [name, text] of Object.entries(files))
        writeFileSync(path.join(convex, name), text);
    });
    assert.ok(
      found.some((each) => each.endsWith(` ${rule}`)),
      `${rule} is not among ${found.join(", ") || "nothing"}`,
    );
  }
});

test("the guide's example passes", async () => {
  const found = await complaints("toolshed", (convex) => {
    cpSync(example, convex, { recursive: true });
  });
  assert.deepEqual(found, []);
});
