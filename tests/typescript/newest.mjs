// Does everything that is said about Convex still hold with other versions of its packages?
//
//   node tests/typescript/newest.mjs                              the newest of each that npm offers
//   node tests/typescript/newest.mjs convex@1.40.0 convex-test@0.0.50
//
//   this repository as committed ──▶ .cache/newest/project ──▶ npm install PACKAGE@VERSION …
//     ──▶ samples, behaviour, lint rules, npm handlers on minivex, recorded answers ──▶ a summary
//
// With the versions of package.json all of it holds, which `make test` makes sure of; so what fails here
// is what has changed in a package. The clone is left there for looking at it.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @typedef {{ package: string, pinned: string, tried: string }} Version */
/** @typedef {{ check: string, ok: boolean, seconds: number, said: string }} Result */

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = path.join(root, ".cache/newest/project");
const SAID_LINES = 25;

/** What the samples are compiled against and run with. */
const WATCHED = [
  "convex",
  "convex-test",
  "convex-helpers",
  "@convex-dev/auth",
  "@convex-dev/eslint-plugin",
];

/** @type {[string, string[]][]} */
const CHECKS = [
  [
    "samples of the pages and solutions compile",
    ["node", "tests/typescript/check.mjs", "docs", "labs"],
  ],
  [
    "solutions do under convex-test what they do in Python",
    ["node", "--no-warnings", "tests/typescript/behaviour.mjs"],
  ],
  [
    "cells, lint rules and the example of the guide",
    [
      "node",
      "--test",
      "--test-reporter=tap",
      "tests/typescript/cells.test.mjs",
      "tests/typescript/lint.test.mjs",
      "tests/typescript/toolshed.test.mjs",
    ],
  ],
  ["functions of npm convex run on minivex", ["python", "-m", "pytest", "-q", "tests/npm"]],
  ["npm convex answers as recorded", ["node", "tests/typescript/vectors.mjs"]],
];

/** The clone's own Python: the locked tools of this repository. @param {string[]} command */
function ran(command) {
  const [name = "", ...given] = command;
  const python = path.join(root, ".venv/bin/python");
  const program = name === "python" && fs.existsSync(python) ? python : name;
  const began = Date.now();
  const done = spawnSync(program, given, {
    cwd: project,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONPATH: path.join(project, "runtime"), NO_COLOR: "1" },
  });
  return {
    ok: done.status === 0,
    seconds: (Date.now() - began) / 1000,
    said: `${done.stdout ?? ""}${done.stderr ?? ""}${done.error ? done.error.message : ""}`.trim(),
  };
}

/** Clone what is committed, and install the packages asked for. @param {string[]} packages @returns {Version[] | string} */
function prepared(packages) {
  fs.rmSync(project, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(project), { recursive: true });
  const clone = spawnSync("git", ["clone", "--quiet", "--shared", root, project], {
    encoding: "utf8",
  });
  if (clone.status !== 0) return clone.stderr;
  const venv = path.join(root, ".venv");
  if (fs.existsSync(venv)) fs.symlinkSync(venv, path.join(project, ".venv"));
  const before = dependencies();
  const install = ran([
    ...[
      "npm",
      "install",
      "--save-dev",
      "--save-exact",
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
    ],
    ...packages,
  ]);
  if (!install.ok) return install.said;
  const after = dependencies();
  return Object.keys(before)
    .filter(
      (name) => before[name] !== after[name] || packages.some((each) => nameOf(each) === name),
    )
    .map((name) => ({ package: name, pinned: String(before[name]), tried: String(after[name]) }));
}

/** @returns {Record<string, string>} */
function dependencies() {
  return JSON.parse(fs.readFileSync(path.join(project, "package.json"), "utf8")).devDependencies;
}

/** "@a/b@1.0" is a version of "@a/b". @param {string} wanted */
export function nameOf(wanted) {
  const at = wanted.indexOf("@", 1);
  return at === -1 ? wanted : wanted.slice(0, at);
}

/** What happened, for a person. @param {Version[]} versions @param {Result[]} results */
export function summary(versions, results) {
  const failed = results.filter((result) => !result.ok);
  const isNewer = versions.some(({ pinned, tried }) => pinned !== tried);
  const verdict =
    failed.length === 0
      ? `All ${results.length} checks hold${isNewer ? "; the versions of package.json can be raised." : ": nothing newer is out."}`
      : `${failed.length} of ${results.length} checks fail${isNewer ? " with these versions" : ", although no version has changed"}. What they say stands below.`;
  return [
    "# Convex, newest versions",
    verdict,
    ["| Package | Pinned | Tried |", "| --- | --- | --- |"]
      .concat(versions.map((each) => `| ${each.package} | ${each.pinned} | ${each.tried} |`))
      .join("\n"),
    ["| Check | Outcome | Seconds |", "| --- | --- | --- |"]
      .concat(
        results.map(
          ({ check, ok, seconds }) =>
            `| ${check} | ${ok ? "holds" : "**fails**"} | ${seconds.toFixed(0)} |`,
        ),
      )
      .join("\n"),
    ...failed.map(({ check, said }) => `## ${check}\n\n\`\`\`\n${ending(said)}\n\`\`\``),
  ].join("\n\n");
}

/** The lines that matter of what a check said: those that fail, or the last. @param {string} said */
function ending(said) {
  const lines = said
    .split("\n")
    .filter((line) => !/^\s*(?:ok \d|# |at |duration_ms|\.\.\.|---|type:)/.test(line));
  const cut = lines.length > SAID_LINES ? [`… ${lines.length - SAID_LINES} lines more`] : [];
  return [...lines.slice(0, SAID_LINES), ...cut].join("\n");
}

function main() {
  const given = process.argv.slice(2);
  const versions = prepared(given.length > 0 ? given : WATCHED.map((name) => `${name}@latest`));
  if (typeof versions === "string") {
    tell(
      `# Convex, newest versions\n\nThe packages could not be installed.\n\n\`\`\`\n${ending(versions)}\n\`\`\``,
    );
    process.exit(1);
  }
  const results = CHECKS.map(([check, command]) => ({ check, ...ran(command) }));
  tell(summary(versions, results));
  process.exit(results.every((result) => result.ok) ? 0 : 1);
}

/** @param {string} text */
function tell(text) {
  console.log(text);
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file) fs.appendFileSync(file, `${text}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();
