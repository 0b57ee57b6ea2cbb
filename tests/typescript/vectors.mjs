// Asks npm convex the questions of the conformance vectors that it answers without a database.
//
//   node tests/typescript/vectors.mjs          how many answers are as recorded, and which are not
//
//   tests/conformance/vectors/*.json ── op, fields ──▶ convex/values, convex/server ──▶ expect?
//
// The vectors were recorded at the version that package.json names. Asked again with another one, a
// difference is what Convex has changed. Questions about documents, queries and functions need the
// recorder of those vectors, which is not here; behaviour.mjs runs whole functions instead.
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  cronJobs,
  makeFunctionReference,
  paginationOptsValidator,
  paginationResultValidator,
} from "convex/server";
import {
  compareValues,
  convexToJson,
  getConvexSize,
  getDocumentSize,
  jsonToConvex,
  v,
} from "convex/values";

/** @typedef {{ op: string, expect: any, oracle?: boolean, setup?: boolean, [field: string]: any }} Step */
/** @typedef {{ compared: number, differences: string[] }} Outcome */

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../conformance/vectors");
const FILES = ["value_order", "value_json", "value_size", "validator_builder", "cron"];

/** @type {Record<string, (content: any) => any>} */
const SHORTHANDS = {
  $undefined: () => undefined,
  $integer: (text) => Buffer.from(text, "base64").readBigInt64LE(),
  $float: (text) => Buffer.from(text, "base64").readDoubleLE(),
  $bytes: (text) => Uint8Array.from(Buffer.from(text, "base64")).buffer,
  $bigint: (digits) => BigInt(digits),
  $repeat: ([value, times]) => Array.from({ length: times }, () => evaluate(value)),
  $str: ([text, times]) => text.repeat(times),
  $nest: ([levels, innermost]) => {
    let value = evaluate(innermost);
    for (let level = 0; level < levels; level += 1) value = [value];
    return value;
  },
  $fields: ([count, value]) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, evaluate(value)])),
};

/** The value that the notation stands for. @param {any} data @returns {any} */
function evaluate(data) {
  if (Array.isArray(data)) return data.map(evaluate);
  if (data === null || typeof data !== "object") return data;
  const entries = Object.entries(data);
  const [form, content] = entries[0] ?? ["", null];
  const isForm = entries.length === 1 && Object.hasOwn(SHORTHANDS, form);
  const shorthand = isForm ? SHORTHANDS[form] : undefined;
  if (shorthand) return shorthand(content);
  return Object.fromEntries(entries.map(([name, member]) => [name, evaluate(member)]));
}

/** A validator written as calls of `v`. @param {any} written @returns {any} */
function built(written) {
  if (!Array.isArray(written)) return evaluate(written);
  const [name, ...given] = written;
  const fields = (/** @type {Record<string, any>} */ all) =>
    Object.fromEntries(Object.entries(all).map(([field, inner]) => [field, built(inner)]));
  if (["pick", "omit", "extend", "partial"].includes(name)) {
    const [base, ...rest] = given;
    return built(base)[name](...(name === "extend" ? [fields(rest[0])] : rest));
  }
  const call = /** @type {any} */ (v)[name];
  if (name === "id" || name === "literal") return call(...given.map(evaluate));
  if (name === "object") return call(fields(given[0]));
  return call(...given.map(built));
}

/** A validator from its JSON. @param {any} json @returns {any} */
function fromJson(json) {
  const { type, value } = json;
  switch (type) {
    case "array":
      return v.array(fromJson(value));
    case "object":
      return v.object(
        Object.fromEntries(
          Object.entries(value).map(([name, field]) => {
            const inner = fromJson(/** @type {any} */ (field).fieldType);
            return [name, /** @type {any} */ (field).optional ? v.optional(inner) : inner];
          }),
        ),
      );
    case "union":
      return v.union(...value.map(fromJson));
    case "literal":
      return v.literal(value);
    case "id":
      return v.id(json.tableName);
    case "record":
      return v.record(fromJson(json.keys), fromJson(json.values.fieldType));
    default:
      return /** @type {any} */ (v)[type === "bigint" ? "int64" : type]();
  }
}

/** The order of values, as places in the list; equal ones in a group. @param {Step} step */
function sorted(step) {
  const values = step.values.map(evaluate);
  const order = values
    .map((/** @type {any} */ _, /** @type {number} */ at) => at)
    .sort((/** @type {number} */ a, /** @type {number} */ b) =>
      compareValues(values[a], values[b]),
    );
  if (!step.groups) return order;
  /** @type {number[][]} */
  const groups = [];
  for (const at of order) {
    const last = groups.at(-1);
    if (last && compareValues(values[/** @type {number} */ (last[0])], values[at]) === 0)
      last.push(at);
    else groups.push([at]);
  }
  return groups;
}

/** @type {Record<string, (step: Step, jobs: any) => any>} */
const OPS = {
  compare: (step) => Math.sign(compareValues(evaluate(step.a), evaluate(step.b))),
  sort: sorted,
  to_json: (step) => ({ json: convexToJson(evaluate(step.value)) }),
  from_json: (step) => jsonToConvex(JSON.parse(step.text)),
  size: (step) => getConvexSize(evaluate(step.value)),
  document_size: (step) => getDocumentSize(evaluate(step.value), { customIdLength: step.idLength }),
  validator_json: (step) => {
    const validator = built(step.build);
    return {
      json: validator.json,
      optional: validator.isOptional === "optional",
      kind: validator.kind,
    };
  },
  pagination_validators: (step) =>
    step.item === undefined
      ? /** @type {any} */ (paginationOptsValidator).json
      : /** @type {any} */ (paginationResultValidator(fromJson(step.item))).json,
  cron: (step, jobs) => {
    const reference = makeFunctionReference(step.fn ?? "m:job");
    const args = evaluate(step.args ?? {});
    jobs[step.kind](evaluate(step.name), evaluate(step.schedule), reference, args);
    return null;
  },
  cron_export: (_, jobs) => JSON.parse(jobs.export()),
};

/** A text that is equal for equal answers. @param {any} value @returns {string} */
function shown(value) {
  if (value === undefined) return "undefined";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof ArrayBuffer) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .filter((name) => value[name] !== undefined)
    .sort();
  return `{${members.map((name) => `${JSON.stringify(name)}: ${shown(value[name])}`).join(", ")}}`;
}

/** What the recorded answer says, and what is answered now. @param {Step} step @param {any} jobs @returns {[string, string]} */
function answers(step, jobs) {
  const ask = OPS[step.op];
  if (!ask) throw new Error(`nothing asks ${step.op}`);
  const isPlain = ["to_json", "validator_json", "pagination_validators", "cron_export"].includes(
    step.op,
  );
  const wanted = step.expect.error
    ? ["exact", "data"].includes(step.expect.error.match)
      ? `refused: ${step.expect.error.message}`
      : "refused"
    : shown(isPlain ? step.expect.ok : evaluate(step.expect.ok));
  try {
    return [wanted, shown(ask(step, jobs))];
  } catch (error) {
    const message = /** @type {Error} */ (error).message;
    return [wanted, wanted === "refused" ? wanted : `refused: ${message}`];
  }
}

/** All questions of one file. @param {string} area @returns {Outcome} */
export function asked(area) {
  const { scenarios } = JSON.parse(fs.readFileSync(path.join(folder, `${area}.json`), "utf8"));
  let compared = 0;
  const differences = [];
  for (const { id, steps } of scenarios) {
    const jobs = cronJobs();
    for (const [at, step] of steps.entries()) {
      if (step.oracle === false) continue; // not recorded from these packages
      compared += 1;
      const [wanted, found] = answers(step, jobs);
      if (wanted !== found) {
        differences.push(`${id}, step ${at + 1} (${step.op}): ${found}. Recorded: ${wanted}`);
      }
    }
  }
  return { compared, differences };
}

function main() {
  let [compared, different] = [0, 0];
  for (const area of FILES) {
    const outcome = asked(area);
    compared += outcome.compared;
    different += outcome.differences.length;
    for (const difference of outcome.differences) console.log(difference.slice(0, 400));
  }
  console.log(`${compared} answers of npm convex asked again, ${different} are others`);
  process.exit(different === 0 ? 0 : 1);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
