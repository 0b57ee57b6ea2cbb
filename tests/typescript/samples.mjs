// The TypeScript that the project shows, gathered into small Convex projects.
//
// A fence of a page takes part when its language is ts, tsx or typescript:
//
//   ```ts file=convex/messages.ts group=chat fixture=chat
//
//   file=PATH          where it lives in its project (a title="convex/….ts" says the same)
//   group=NAME         fences of one page with one group form one project (default "main")
//   fixture=NAME       start from fixtures/NAME: its schema and modules; fences may replace its files
//   append             continue a file that an earlier fence of the group began
//   fragment=KIND      statements only, wrapped in an async function with a typed `ctx`
//                      (query | mutation | action); imports come first
//   expect-error=A,B   wrong on purpose: exactly these codes, such as TS2345
//   skip="reason"      not compiled; counted, and few may be
//
// A fence that says neither `file` nor `fragment` is a problem: nothing goes unchecked. What is
// not TypeScript does not say `ts`. An exercise's starter.ts is one project and its
// solution.ts another; a line `// convex/NAME.ts` begins a file in it, and without one it is all
// convex/MODULE.ts.
import fs from "node:fs";
import path from "node:path";

/** @typedef {{ text: string, at: string, firstLine: number, expect: string[] }} SampleFile */
/** @typedef {{ origin: string, fixture: string | undefined, files: Map<string, SampleFile> }} Project */
/** @typedef {{ lang: string, attributes: Map<string, string>, body: string, line: number }} Fence */

const LANGUAGES = new Set(["ts", "tsx", "typescript"]);
const CONTEXTS = new Map([
  ["query", "QueryCtx"],
  ["mutation", "MutationCtx"],
  ["action", "ActionCtx"],
]);

/** `ts file=a.ts` and `{ .ts file="a.ts" }` mean the same. @param {string} info */
export function parseInfo(info) {
  const text = info.trim().replace(/^\{\s*\.?(.*?)\s*\}$/, "$1");
  const lang = /^[\w+-]*/.exec(text)?.[0] ?? "";
  const attributes = new Map();
  for (const match of text.slice(lang.length).matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g)) {
    attributes.set(match[1], match[2] ?? match[3] ?? "");
  }
  return { lang: lang.toLowerCase(), attributes };
}

/** The fenced blocks of a page, in order. @param {string} markdown @returns {Fence[]} */
export function fences(markdown) {
  const found = [];
  const lines = markdown.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const open = /^(\s*)(`{3,}|~{3,})(.*)$/.exec(lines[i] ?? "");
    if (!open) continue;
    const [, indent = "", ticks = "", info = ""] = open;
    const close = new RegExp(`^\\s*${ticks[0]}{${ticks.length},}\\s*$`);
    const line = i + 2;
    const body = [];
    for (i++; i < lines.length && !close.test(lines[i] ?? ""); i++) {
      const text = lines[i] ?? "";
      body.push(text.startsWith(indent) ? text.slice(indent.length) : text);
    }
    found.push({ ...parseInfo(info), body: `${body.join("\n")}\n`, line });
  }
  return found;
}

/** Statements as a module with a typed `ctx`. @param {string} body @param {string} context */
function wrapFragment(body, context) {
  const lines = body.split("\n");
  const lastImport = lines.findLastIndex((line) => /^import\b|^} from /.test(line));
  const head = [
    ...lines.slice(0, lastImport + 1),
    `import type { ${context} as FragmentCtx } from "./_generated/server";`,
    'import { api, internal } from "./_generated/api";',
    "export async function fragment(ctx: FragmentCtx) {",
  ];
  const text = [...head, ...lines.slice(lastImport + 1), "}", "void [api, internal];", ""];
  return { text: text.join("\n"), added: 3 };
}

/**
 * The projects of one page, and what is wrong with its fences.
 * @param {string} page
 * @param {string} markdown
 */
export function samplesOfPage(page, markdown) {
  /** @type {Map<string, Project>} */
  const projects = new Map();
  /** @type {string[]} */
  const problems = [];
  /** @type {string[]} */
  const skips = [];
  for (const { lang, attributes, body, line } of fences(markdown)) {
    if (!LANGUAGES.has(lang)) continue;
    const at = `${page}:${line}`;
    if (attributes.has("skip")) {
      if (attributes.get("skip")) skips.push(`${at}: ${attributes.get("skip")}`);
      else problems.push(`${at}: skip needs a reason: skip="…"`);
      continue;
    }
    const fragment = attributes.get("fragment");
    const context = CONTEXTS.get(fragment ?? "");
    const title = attributes.get("title");
    const named = attributes.get("file") ?? (title?.startsWith("convex/") ? title : undefined);
    if (fragment !== undefined && !context) {
      problems.push(`${at}: fragment=${fragment} is not query, mutation or action`);
      continue;
    }
    if (!named && !context) {
      problems.push(`${at}: a TypeScript fence needs file= or fragment=, so that it is checked`);
      continue;
    }
    const group = attributes.get("group") ?? "main";
    /** @type {Project} */
    const project = projects.get(group) ?? {
      origin: `${page} (${group})`,
      fixture: undefined,
      files: new Map(),
    };
    projects.set(group, project);
    const fixture = attributes.get("fixture");
    if (fixture && project.fixture && fixture !== project.fixture) {
      problems.push(`${at}: group ${group} already starts from fixture ${project.fixture}`);
    }
    project.fixture ??= fixture;
    const expect = attributes.get("expect-error")?.split(",") ?? [];
    const { text, added } = context ? wrapFragment(body, context) : { text: body, added: 0 };
    const file = named ?? `convex/fragment_${line}.ts`;
    const earlier = project.files.get(file);
    if (earlier && !attributes.has("append")) {
      problems.push(`${at}: group ${group} has ${file} already; say append to continue it`);
    } else if (earlier) {
      earlier.text += text;
      earlier.expect.push(...expect);
    } else {
      project.files.set(file, { text, at: page, firstLine: line - added, expect });
    }
  }
  return { projects: [...projects.values()], problems, skips };
}

/**
 * A starter.ts, a solution.ts or a cell as a project of its own.
 * @param {string} file
 * @param {string} text
 * @param {string} module
 * @returns {Project}
 */
export function projectOfModule(file, text, module) {
  /** @type {Map<string, SampleFile>} */
  const files = new Map();
  /** @type {SampleFile | undefined} */
  let current;
  text.split("\n").forEach((line, i) => {
    const marker = /^\/\/ (convex\/[\w/.-]+\.tsx?)\s*$/.exec(line);
    if (marker || !current) {
      const name = marker?.[1] ?? `convex/${module}.ts`;
      if (!marker && /^\s*(\/\/.*)?$/.test(line)) return; // comments above the first file
      current = { text: "", at: file, firstLine: i + 1, expect: [] };
      files.set(name, current);
    }
    current.text += `${line}\n`;
  });
  return { origin: file, fixture: undefined, files };
}

/** The module an exercise is, from its exercise.toml. @param {string} folder */
export function moduleOfExercise(folder) {
  const toml = fs.readFileSync(path.join(folder, "exercise.toml"), "utf8");
  const name = /^module\s*=\s*"([\w/]+)"/m.exec(toml)?.[1];
  if (!name) throw new Error(`${folder}/exercise.toml does not say its module`);
  return name;
}
