// Type-checks every TypeScript sample of the pages and every starter.ts and solution.ts against npm convex.
//
//   node tests/typescript/check.mjs FOLDER-OR-FILE…
//
// Samples of pages, starter.ts and solution.ts of exercises, each a project of its own, and the
// TypeScript of live cells (docs/cells). Only files that git knows or would add are read, so
// generated pages are not checked twice.
// The libraries are parsed once for all projects; each project is written to .cache/typescript.
// Packages that are not installed are declared in stubs/. Which attributes a sample may have is told
// in samples.mjs. At most SKIPS_MAX samples may say skip="reason".
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { writeGenerated } from "./codegen.mjs";
import { moduleOfExercise, projectOfModule, samplesOfPage } from "./samples.mjs";

/** @typedef {import("./samples.mjs").Project} Project */

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const work = path.join(root, ".cache/typescript");
const stubs = fs
  .readdirSync(path.join(here, "stubs"))
  .map((file) => path.join(here, "stubs", file));
const SKIPS_MAX = 5;

// The flags of the tsconfig.json that the Convex CLI writes into convex/, and unused names are
// errors, so that a page carries no stray imports.
/** @type {ts.CompilerOptions} */
const OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  isolatedModules: true,
  noUnusedLocals: true,
  allowSyntheticDefaultImports: true,
  esModuleInterop: true,
  forceConsistentCasingInFileNames: true,
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: ["node", "react"],
};

/** @type {Map<string, ts.SourceFile | undefined>} */
const libraries = new Map();

/** A host that reads each library file once. @param {string} folder */
function hostFor(folder) {
  const host = ts.createCompilerHost(OPTIONS);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...rest) => {
    if (file.startsWith(`${folder}/`)) return read(file, ...rest);
    if (!libraries.has(file)) libraries.set(file, read(file, ...rest));
    return libraries.get(file);
  };
  return host;
}

/** @param {Project} project @param {string} folder */
function writeProject(project, folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, "convex"), { recursive: true });
  if (project.fixture) {
    fs.cpSync(path.join(here, "fixtures", project.fixture), folder, { recursive: true });
  }
  for (const [file, { text }] of project.files) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  }
  writeGenerated(path.join(folder, "convex"));
}

/**
 * What is wrong with one project, as sentences; none when each file has the errors it promises.
 * @param {Project} project
 * @param {string} folder
 */
function checkProject(project, folder) {
  writeProject(project, folder);
  const names = ts.sys.readDirectory(folder, [".ts", ".tsx"]);
  const options = { ...OPTIONS, paths: { "@/*": [`${folder}/*`] } };
  const program = ts.createProgram([...names, ...stubs], options, hostFor(folder));
  const diagnostics = [
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ];
  const problems = [];
  const promised = new Map([...project.files].map(([file, { expect }]) => [file, [...expect]]));
  for (const { file, start, code, messageText } of diagnostics) {
    const name = file ? path.relative(folder, file.fileName).split(path.sep).join("/") : "";
    const sample = project.files.get(name);
    const message = `TS${code} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    const wanted = promised.get(name) ?? [];
    if (wanted.includes(`TS${code}`)) {
      wanted.splice(wanted.indexOf(`TS${code}`), 1);
    } else if (!sample || !file) {
      problems.push(`${project.origin}: ${name}: ${message}`);
    } else {
      const line = file.getLineAndCharacterOfPosition(start ?? 0).line;
      problems.push(`${sample.at}:${Math.max(1, sample.firstLine + line)}: ${name}: ${message}`);
    }
  }
  for (const [file, codes] of promised) {
    for (const code of codes) {
      problems.push(`${project.origin}: ${file}: promises ${code}, but that error is not there`);
    }
  }
  fs.rmSync(folder, { recursive: true, force: true });
  return problems;
}

/** Folders of the repository as git sees them; files by their own path. @param {string[]} targets */
function filesOf(targets) {
  const [files, folders] = [true, false].map((isFile) =>
    targets.filter((target) => fs.statSync(path.resolve(root, target)).isFile() === isFile),
  );
  if (!folders?.length) return files ?? [];
  const listing = [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
    "--",
    ...folders,
  ];
  const listed = execFileSync("git", listing, { cwd: root, encoding: "utf8" }).split("\0");
  const present = listed.filter((file) => file && fs.existsSync(path.join(root, file)));
  return [...(files ?? []), ...present.sort()];
}

/** @param {string[]} targets */
function gather(targets) {
  /** @type {Project[]} */
  const projects = [];
  const problems = [];
  /** @type {string[]} */
  const skips = [];
  for (const file of filesOf(targets)) {
    const full = path.resolve(root, file);
    if (file.endsWith(".md")) {
      const found = samplesOfPage(file, fs.readFileSync(full, "utf8"));
      projects.push(...found.projects);
      problems.push(...found.problems);
      skips.push(...found.skips);
    } else if (/(^|\/)docs\/cells\/.*\.ts$/.test(file)) {
      projects.push(projectOfModule(file, fs.readFileSync(full, "utf8"), "cell"));
    } else if (/^(starter|solution)\.ts$/.test(path.basename(file))) {
      const module = moduleOfExercise(path.dirname(full));
      projects.push(projectOfModule(file, fs.readFileSync(full, "utf8"), module));
    }
  }
  if (skips.length > SKIPS_MAX) {
    problems.push(
      `${skips.length} samples are skipped, and ${SKIPS_MAX} may be: ${skips.join("; ")}`,
    );
  }
  return { projects, problems, skips };
}

const { projects, problems, skips } = gather(process.argv.slice(2));
projects.forEach((project, i) => {
  problems.push(...checkProject(project, path.join(work, `${process.pid}-${i}`)));
});
for (const problem of problems) console.log(problem);
const files = projects.reduce((sum, project) => sum + project.files.size, 0);
for (const skip of skips) console.log(`skipped: ${skip}`);
console.log(
  `${projects.length} projects, ${files} samples, ${skips.length} skipped, ${problems.length} problems`,
);
process.exit(problems.length > 0 ? 1 : 0);
