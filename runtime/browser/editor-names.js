/**
 * Which names can come at a place of the learner's text, and what the one at a place is.
 *
 *     ctx.db.query("jobs").with_index("by_status", lambda q: q.█
 *      └ MutationCtx ─ DatabaseWriter ─ QueryInitializer ──────┴─ IndexRangeBuilder
 *
 * The types and their docstrings are the engine's (names.json); tables, indexes, fields and functions are
 * those of the text itself. Where a chain cannot be followed, nothing is offered.
 */

import { argumentNumber, callAt, chainBefore, firstString, lineEnd, scan } from "./editor-scan.js";
import { tablesIn } from "./editor-schema.js";

/** @import { Chain, Link, Scan } from "./editor-scan.js" */

/**
 * @typedef {object} Entry
 * @property {"method" | "property" | "function" | "class" | "value" | "text"} kind
 * @property {string} text paragraphs by line, with ``code``
 * @property {string} [signature]
 * @property {Record<string, string>} [notes] Cost, Raises, Differs
 * @property {string} [gives] a type
 * @property {string} [callback] the type of the parameter of the lambda that it takes
 *
 * @typedef {{ text: string, members: Record<string, Entry> }} Type
 * @typedef {{ globals: Record<string, Entry>, types: Record<string, Type> }} Names
 *
 * @typedef {Entry & { name: string, of?: string }} Named of: the type that it is a member of
 */

const CTX_TYPES = { query: "QueryCtx", mutation: "MutationCtx", action: "ActionCtx" };
const TABLE_FIRST = ["get", "query", "insert", "patch", "replace", "delete", "normalize_id"];
const INDEX_FIRST = ["with_index", "with_search_index"];
const FIELD_FIRST = ["eq", "gt", "gte", "lt", "lte", "search", "field"];
const DATABASES = ["DatabaseReader", "DatabaseWriter"];

/**
 * @param {Names} names @param {string} text @param {number} at
 * @returns {{ from: number, choices: Named[] } | null} from: where the typed part of the name begins
 */
export function choicesAt(names, text, at) {
  const place = scan(text, at);
  if (place.within === "comment") return null;
  if (place.within === "string") return stringChoices(names, text, at, place);
  const typed = /[A-Za-z_]?\w*$/.exec(text.slice(0, at))?.[0] ?? "";
  const from = at - typed.length;
  const before = text.slice(0, from);
  if (before.endsWith(".")) {
    const chain = chainBefore(text, from - 1, place);
    return chain && { from, choices: memberChoices(names, text, chain, place) };
  }
  if (/(?:\b(?:def|class|as|lambda)\s+|\d)$/.test(before)) return null; // a new name, or a number
  return { from, choices: [...ownNames(text, typed), ...entries(names.globals)] };
}

/** @param {Names} names @param {string} text @param {number} at @returns {(Named & { from: number, to: number }) | null} */
export function nameAt(names, text, at) {
  const from = at - (/\w*$/.exec(text.slice(0, at))?.[0].length ?? 0);
  const word = /^[A-Za-z_]\w*/.exec(text.slice(from))?.[0];
  if (!word) return null;
  const place = scan(text, from);
  if (place.within !== "code") return null;
  const to = from + word.length;
  if (text[from - 1] === ".") {
    const chain = chainBefore(text, from - 1, place);
    const found =
      chain && memberChoices(names, text, chain, place).find((each) => each.name === word);
    return found ? { ...found, from, to } : null;
  }
  const [type] = rootTypes(names, text, { name: word, args: null }, from, place);
  if (type && !names.globals[word]) {
    return { name: word, kind: "value", text: names.types[type].text, from, to };
  }
  return names.globals[word] ? { name: word, ...names.globals[word], from, to } : null;
}

/** How well `name` answers what was typed, in any spelling: 0 not at all. @param {string} name @param {string} typed */
export function likeness(name, typed) {
  const [one, other] = [plain(name), plain(typed)];
  if (one.startsWith(other)) return name.startsWith(typed) ? 3 : 2;
  return other.length > 1 && one.includes(other) ? 1 : 0;
}

/** @param {string} name */
function plain(name) {
  return name.replaceAll("_", "").toLowerCase();
}

/** @param {Names} names @param {string} text @param {Chain} chain @param {Scan} place @returns {Named[]} */
function memberChoices(names, text, chain, place) {
  const [root, module, ...more] = chain.links;
  if ((root.name === "api" || root.name === "internal") && module && more.length === 0) {
    return functionsIn(text, root.name);
  }
  /** @type {Map<string, Named>} */
  const found = new Map();
  for (const type of typesOf(names, text, chain, place)) {
    for (const entry of entries(names.types[type].members)) {
      if (!found.has(entry.name)) found.set(entry.name, { ...entry, of: type });
    }
  }
  return [...found.values()];
}

/** @param {Names} names @param {string} text @param {Chain} chain @param {Scan} place @returns {string[]} */
function typesOf(names, text, chain, place) {
  const [root, ...links] = chain.links;
  let types = rootTypes(names, text, root, chain.at, place);
  for (const { name, args } of links) {
    types = types.flatMap((type) => {
      const member = names.types[type]?.members[name];
      const isUsed = member && (member.kind === "method") === (args !== null);
      return isUsed && member.gives ? [member.gives] : [];
    });
  }
  return types;
}

/** @param {Names} names @param {string} text @param {Link} root @param {number} at @param {Scan} place @returns {string[]} */
function rootTypes(names, text, { name, args }, at, place) {
  if (args === null) {
    if (name === "ctx") return ctxTypes(text, at);
    const given = lambdaTypes(names, text, name, at, place);
    if (given) return given;
  }
  const known = names.globals[name];
  if (known?.gives && (known.kind === "function") === (args !== null)) return [known.gives];
  return args === null ? assignedTypes(names, text, name, at) : [];
}

/** What `ctx` is, by the decorator above; in a helper it may be any. @param {string} text @param {number} at */
function ctxTypes(text, at) {
  const heads = [...text.slice(0, at).matchAll(/^(?:async\s+)?def\b/gm)];
  const head = heads.at(-1)?.index ?? 0;
  const previous = heads.at(-2)?.index ?? 0;
  const above = text.slice(previous, head).matchAll(/^@(?:internal_)?(query|mutation|action)\b/gm);
  const kind = [...above].at(-1)?.[1];
  if (kind === "query" || kind === "mutation" || kind === "action") return [CTX_TYPES[kind]];
  return [CTX_TYPES.mutation, CTX_TYPES.action];
}

/** @param {Names} names @param {string} text @param {string} name @param {number} at @param {Scan} place @returns {string[] | null} null: it is no parameter of a lambda */
function lambdaTypes(names, text, name, at, place) {
  const parameter = new RegExp(String.raw`\blambda\s+(?:\w+\s*,\s*)*${name}\b[^:]*:`);
  for (const bracket of place.open.toReversed()) {
    if (!parameter.test(text.slice(bracket + 1, at))) continue;
    const call = callAt(text, bracket, place);
    const method = call?.links.pop();
    if (!call || !method || call.links.length === 0) return [];
    return typesOf(names, text, call, place).flatMap(
      (type) => names.types[type]?.members[method.name]?.callback ?? [],
    );
  }
  return null;
}

/** What the last `name = …` before gave it. @param {Names} names @param {string} text @param {string} name @param {number} at @returns {string[]} */
function assignedTypes(names, text, name, at) {
  const lines = [...text.slice(0, at).matchAll(new RegExp(`^[ \\t]*${name}[ \\t]*=(?!=)`, "gm"))];
  const last = lines.at(-1);
  if (!last) return [];
  const from = last.index + last[0].length;
  let end = lineEnd(text, from);
  while (end < at && scan(text, end).open.length > 0) end = lineEnd(text, end + 1);
  if (end >= at) return []; // it is being written
  const place = scan(text, end);
  const chain = chainBefore(text, end, place);
  if (!chain || chain.isAwaited || text.slice(from, chain.at).trim() !== "") return [];
  return typesOf(names, text, chain, place);
}

/** Tables, indexes and fields, where a string names one. @param {Names} names @param {string} text @param {number} at @param {Scan} place */
function stringChoices(names, text, at, place) {
  const from = place.stringAt + 1;
  const bracket = place.open.at(-1);
  if (bracket === undefined || !/^[\w]*$/.test(text.slice(from, at))) return null;
  const found = stringsFor(names, text, bracket, place);
  return found.length > 0 ? { from, choices: found } : null;
}

/** @param {Names} names @param {string} text @param {number} bracket @param {Scan} place @returns {Named[]} */
function stringsFor(names, text, bracket, place) {
  const tables = tablesIn(text);
  if (text[bracket] === "[") {
    const table = tables.find((one) => bracket > one.from && bracket < one.to);
    return named(table?.fields ?? [], "a field of this table");
  }
  const call = callAt(text, bracket, place);
  const method = call?.links.pop();
  if (!call || !method || argumentNumber(text, bracket, place.stringAt) > 0) return [];
  const types = call.links.length > 0 ? typesOf(names, text, call, place) : [];
  const isOf = (/** @type {string[]} */ ...wanted) => types.some((type) => wanted.includes(type));
  if (
    (TABLE_FIRST.includes(method.name) && isOf(...DATABASES)) ||
    (method.name === "id" && isOf("Builder"))
  ) {
    return named(
      tables.map((table) => table.name),
      "a table of this file's schema",
    );
  }
  const table = tableOf(text, call, place);
  const shown = table ? tables.filter((one) => one.name === table) : tables;
  if (INDEX_FIRST.includes(method.name) && isOf("QueryInitializer")) {
    const kinds = method.name === "with_index" ? ["index"] : ["search_index"];
    const indexes = shown.flatMap((one) => one.indexes.filter((each) => kinds.includes(each.kind)));
    return indexes.map(({ name, fields }) => ({
      name,
      kind: "text",
      text: fields.length > 0 ? `An index on ${fields.join(", ")}.` : "An index of this table.",
    }));
  }
  if (FIELD_FIRST.includes(method.name) && types.some((type) => type.endsWith("Builder"))) {
    const index = indexAround(text, place, shown);
    return named(index ?? shown.flatMap((one) => one.fields), "a field of this table");
  }
  return [];
}

/** The table that a chain, or the call around the place, queries. @param {string} text @param {Chain} chain @param {Scan} place */
function tableOf(text, chain, place) {
  const chains = [chain, ...place.open.map((bracket) => callAt(text, bracket, place))];
  for (const one of chains) {
    const query = one?.links.find(({ name, args }) => name === "query" && args !== null);
    if (query) return firstString(query.args);
  }
  return null;
}

/** The fields of the index whose range is being written. @param {string} text @param {Scan} place @param {ReturnType<typeof tablesIn>} tables */
function indexAround(text, place, tables) {
  for (const bracket of place.open.toReversed()) {
    const call = callAt(text, bracket, place);
    if (call?.links.at(-1)?.name !== "with_index") continue;
    const name = firstString(text.slice(bracket + 1));
    const index = tables.flatMap((one) => one.indexes).find((one) => one.name === name);
    return index ? [...index.fields, "_creationTime"] : null;
  }
  return null;
}

/** @param {string[]} found @param {string} text @returns {Named[]} */
function named(found, text) {
  return [...new Set(found)].map((name) => ({ name, kind: "text", text }));
}

/** What the text itself defines. @param {string} text @param {string} typed @returns {Named[]} */
function ownNames(text, typed) {
  const found = new Set(["ctx"]);
  for (const [, one] of text.matchAll(/^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)/gm))
    found.add(one);
  for (const [, one] of text.matchAll(/^[ \t]*(\w+)[ \t]*=(?!=)/gm)) found.add(one);
  for (const [, list] of text.matchAll(/\bdef[ \t]+\w+\(([^)]*)\)/g)) {
    for (const [one] of list.matchAll(/[A-Za-z_]\w*(?=\s*(?:[,:=]|$))/g)) found.add(one);
  }
  found.delete(typed); // it is being written
  return named([...found], "").map((one) => ({ ...one, kind: "value" }));
}

/** @param {string} text @param {string} root api or internal @returns {Named[]} */
function functionsIn(text, root) {
  const internal = root === "internal" ? "internal_" : "";
  const heads = text.matchAll(
    /^@((?:internal_)?)(query|mutation|action)\b[\s\S]*?^(?:async[ \t]+)?def[ \t]+(\w+)/gm,
  );
  return [...heads]
    .filter(([, prefix]) => prefix === internal)
    .map(([, prefix, kind, name]) => ({ name, kind: "value", text: `${prefix}${kind}` }));
}

/** @param {Record<string, Entry>} found @returns {Named[]} */
function entries(found) {
  return Object.entries(found).map(([name, entry]) => ({ name, ...entry }));
}
