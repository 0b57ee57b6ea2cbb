// Runs every solution.ts under convex-test and compares it with what the Python solution did.
//
//   node tests/typescript/behaviour.mjs [EXERCISE …]
//
//   solution.py ── behaviour/record.py ──▶ calls, results, documents ─┐
//   solution.ts ── bundled, convex-test ── the same calls ────────────┴─▶ equal, step by step
//
// convex-test runs one call at a time and has no optimistic concurrency: what calls do to each other,
// conflicts, retries, crashes and the texts of errors are not compared. Names are snake_case on one
// side and camelCase on the other, ids are named by table and order, and times of creation are left out.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { mock } from "node:test";
import { fileURLToPath } from "node:url";
import { makeFunctionReference } from "convex/server";
import { convexToJson, jsonToConvex } from "convex/values";
import { convexTest } from "convex-test";
import { modulesOf } from "./modules.mjs";
import { projectOfModule } from "./samples.mjs";

/**
 * @typedef {{ now: number, store?: string, rows?: any[], identity?: any, call?: string, kind?: string, args?: any,
 *   returned?: any, refused?: any, documents?: Record<string, any[]> }} Step
 * @typedef {{ now: number, steps: Step[] }} Scenario
 * @typedef {{ exercise: string, folder: string, module: string, verdict: string, scenarios: Scenario[] }} Recorded
 */

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const work = path.join(root, ".cache/behaviour");

/**
 * Where the two solutions may store different things, and why. Results are compared all the same.
 * @type {Record<string, string>}
 */
const OTHER_DOCUMENTS = {
  "hot-counter": "which shard counts a like is left to chance",
  "commit-order": "the commit timestamps are those of two databases",
};

/**
 * Where lists may come in another order, and why.
 * @type {Record<string, string>}
 */
const ANY_ORDER = {
  "members-of-teams": "an index on ids orders by ids, which are made by chance",
};

/**
 * What cannot be compared at all, and why.
 * @type {Record<string, string>}
 */
const LEFT_OUT = {
  "retry-an-action": "its bank is a function of the checks, and a fetch in TypeScript",
};

const camel = (/** @type {string} */ name) =>
  name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const snake = (/** @type {string} */ name) =>
  name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** @param {any} value @param {(name: string) => string} rename @param {(text: string) => any} text @returns {any} */
function converted(value, rename, text) {
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return value.map((each) => converted(each, rename, text));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [
        key.startsWith("_") ? key : rename(key),
        converted(each, rename, text),
      ]),
  );
}

/** The modules of one solution, as convex-test wants them. @param {Recorded} recorded */
async function solutionOf(recorded) {
  const folder = path.join(work, recorded.exercise);
  fs.rmSync(folder, { recursive: true, force: true });
  const file = path.join(recorded.folder, "solution.ts");
  const { files } = projectOfModule(file, fs.readFileSync(file, "utf8"), recorded.module);
  const texts = [...files].map(
    ([name, { text }]) => /** @type {[string, string]} */ ([name, text]),
  );
  return modulesOf(folder, texts);
}

/** One line of calls on a database of its own. */
class Line {
  /** @param {any} t @param {string[]} tables @param {string} exercise */
  constructor(t, tables, exercise) {
    this.t = t;
    this.tables = tables;
    this.compareDocuments = !(exercise in OTHER_DOCUMENTS);
    this.inAnyOrder = exercise in ANY_ORDER;
    /** @type {Map<string, string>} */ this.names = new Map();
    /** @type {Map<string, string>} */ this.ids = new Map();
    /** @type {Map<string, number>} */ this.counts = new Map();
  }

  /** @param {any} value */
  sent(value) {
    return converted(this.plain(value), camel, (text) => this.ids.get(text) ?? text);
  }

  /** Values that JSON has not. @param {any} value @returns {any} */
  plain(value) {
    if (Array.isArray(value)) return value.map((each) => this.plain(each));
    if (value === null || typeof value !== "object") return value;
    if ("$" in value) return jsonToConvex(value.$);
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.plain(each)]));
  }

  /** @param {any} value @returns {any} */
  shown(value) {
    if (Array.isArray(value)) return value.map((each) => this.shown(each));
    if (typeof value === "string") return this.names.get(value) ?? value;
    if (typeof value === "number" && Number.isFinite(value)) return value === 0 ? 0 : value; // Python's -0 is 0
    if (value === null || value === undefined || typeof value === "boolean") return value ?? null;
    if (typeof value !== "object" || value instanceof ArrayBuffer)
      return { $: convexToJson(value) };
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key, each]) => key !== "_creationTime" && each !== undefined)
        .map(([key, each]) => [key.startsWith("_") ? key : snake(key), this.shown(each)]),
    );
  }

  /** @param {any} value */
  ordered(value) {
    if (!this.inAnyOrder || !Array.isArray(value)) return value;
    return value.map((each) => JSON.stringify(sorted(each))).sort();
  }

  /** @param {string} table @param {any} row */
  name(table, row) {
    if (this.names.has(row._id)) return;
    const count = (this.counts.get(table) ?? 0) + 1;
    this.counts.set(table, count);
    const name = `@${table}#${count}`;
    this.names.set(row._id, name);
    this.ids.set(name, row._id);
  }

  async documents() {
    /** @type {Record<string, any[]>} */
    const found = {};
    for (const table of this.tables) {
      found[table] = await this.t.run((/** @type {any} */ ctx) =>
        ctx.db.query(camel(table)).collect(),
      );
      for (const row of found[table]) this.name(table, row);
    }
    return Object.fromEntries(
      Object.entries(found).map(([table, rows]) => [table, rows.map((row) => this.shown(row))]),
    );
  }

  /** Let time pass, and jobs run as they come due; ``settles`` also runs those that are due at once. @param {number} now @param {boolean} settles */
  async pass(now, settles) {
    const left = now - Date.now();
    const tick = Math.max(1000, left / 200);
    for (let gone = 0; gone < left; gone += tick) {
      mock.timers.tick(Math.min(tick, left - gone));
      await this.t.finishInProgressScheduledFunctions();
    }
    for (let again = 0; settles && again < 5; again += 1) {
      mock.timers.tick(0);
      await this.t.finishInProgressScheduledFunctions();
    }
  }

  /** What differs after a step; undefined if nothing does. @param {Step} step */
  async play(step) {
    await this.pass(step.now, step.call === undefined && step.store === undefined);
    if (step.store !== undefined) {
      const table = step.store;
      for (const row of step.rows ?? []) {
        const sent = this.sent(row);
        const _id = await this.t.run((/** @type {any} */ ctx) => ctx.db.insert(camel(table), sent));
        this.name(table, { _id });
      }
      return undefined;
    }
    if (step.call !== undefined) {
      const differs = await this.call(step);
      if (differs) return differs;
    }
    if (step.documents === undefined) return undefined;
    const documents = await this.documents();
    return this.compareDocuments
      ? difference("the documents", documents, step.documents)
      : undefined;
  }

  /** @param {Step} step */
  async call(step) {
    const [module, name] = String(step.call).split(":");
    const reference = makeFunctionReference(`${module}:${camel(String(name))}`);
    /** @type {any} */ let returned;
    try {
      const caller = step.identity ? this.t.withIdentity(step.identity) : this.t;
      returned = await caller[String(step.kind)](reference, this.sent(step.args));
    } catch (error) {
      const data = /** @type {any} */ (error)?.data;
      if (!("refused" in step))
        return `it raised ${error}. Wanted: ${JSON.stringify(step.returned)}`;
      await this.documents();
      return step.refused === null
        ? undefined
        : difference("the refusal", this.shown(parsed(data)), step.refused);
    }
    if ("refused" in step) {
      return `it returned ${JSON.stringify(this.shown(returned))}. Wanted: the refusal ${JSON.stringify(step.refused)}`;
    }
    await this.documents();
    return difference(
      "the result",
      this.ordered(this.shown(returned)),
      this.ordered(step.returned),
    );
  }
}

/** convex-test hands the data of a ConvexError over as JSON, sometimes. @param {any} data */
function parsed(data) {
  try {
    return typeof data === "string" ? JSON.parse(data) : data;
  } catch {
    return data;
  }
}

/** @param {string} what @param {any} found @param {any} wanted */
function difference(what, found, wanted) {
  const [a, b] = [JSON.stringify(sorted(found)), JSON.stringify(sorted(wanted))];
  return a === b ? undefined : `${what}: ${a}. Wanted, as in Python: ${b}`;
}

/** @param {any} value @returns {any} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/**
 * How many calls gave the same, or the first that did not, in words.
 * @param {Recorded} recorded
 * @returns {Promise<number | string>}
 */
export async function compare(recorded) {
  const modules = await solutionOf(recorded);
  const schema = (await /** @type {any} */ (modules)["./convex/schema.ts"]()).default;
  let calls = 0;
  for (const [number, scenario] of recorded.scenarios.entries()) {
    mock.timers.enable({ apis: ["Date", "setTimeout"], now: scenario.now });
    try {
      const tables = Object.keys(scenario.steps.find((step) => step.documents)?.documents ?? {});
      const t = convexTest({ schema, modules: /** @type {any} */ (modules) });
      const line = new Line(t, tables, recorded.exercise);
      for (const [place, step] of scenario.steps.entries()) {
        const differs = await line.play(step);
        if (differs) {
          const what = step.call ? `${step.call}(${JSON.stringify(step.args)})` : "once jobs ran";
          return `line ${number + 1}, step ${place + 1}, ${what}: ${differs}`;
        }
        if (step.call) calls += 1;
      }
    } finally {
      mock.timers.reset();
    }
  }
  return calls;
}

async function main() {
  const python = path.join(root, ".venv/bin/python");
  const out = execFileSync(
    fs.existsSync(python) ? python : "python3",
    [path.join(here, "behaviour/record.py"), ...process.argv.slice(2)],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  let [calls, failed] = [0, 0];
  /** @type {Recorded[]} */
  const all = JSON.parse(out);
  for (const recorded of all) {
    const found = recorded.exercise in LEFT_OUT ? 0 : await compare(recorded);
    if (typeof found === "string") {
      failed += 1;
      console.log(`${recorded.exercise}: ${found}`);
    } else {
      calls += found;
      if (found === 0) console.log(`${recorded.exercise}: no call can be compared`);
    }
  }
  console.log(`${all.length} exercises, ${calls} calls, ${failed} differ`);
  process.exitCode = failed ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
