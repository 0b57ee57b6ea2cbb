/**
 * The Python side of a build: three archives of bytecode, made by Pyodide itself under Node.
 *
 *     core.zip    what every lab needs of the standard library       slow, cached by content
 *     rest.zip    the other modules, fetched when a lab imports one  slow, cached by content
 *     engine.zip  minivex, labkit and the worker's own module        made again when they change
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const here = dirname(fileURLToPath(import.meta.url));
const pyodideFolder = dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));

/**
 * @typedef {object} LibraryArchives
 * @property {string} core path of core.zip
 * @property {string} rest path of rest.zip
 * @property {string[]} restModules what an import statement names when it needs rest.zip
 */

/** Parts of the lab kit for the command line and for tests. What a page can reach imports none. */
const NOT_IN_A_PAGE = [
  "cli",
  "conformance",
  "log_file",
  "process",
  "pyodide",
  "scaffold",
  "simulation",
  "terminal",
  "workshop",
];
const NOT_IN_A_PAGE_FILE = new RegExp(`/labkit/(?:${NOT_IN_A_PAGE.join("|")})(?:/|\\.py$)`);
const NOT_IN_A_PAGE_IMPORT = new RegExp(
  `^[ \\t]*(?:from|import)[ \\t]+labkit\\.(?:${NOT_IN_A_PAGE.join("|")})\\b`,
  "m",
);

/** The exact release; the cache and the interpreter's identity depend on it. */
export const pyodideVersion = /** @type {string} */ (
  JSON.parse(readFileSync(join(pyodideFolder, "package.json"), "utf8")).version
);

/** @param {string} file */
export function pyodideFile(file) {
  return join(pyodideFolder, file);
}

/** @param {string | Uint8Array} data */
export function sha256(data) {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * core.zip and rest.zip, from the cache when nothing they depend on has changed.
 *
 * @param {string} cacheFolder
 * @returns {Promise<LibraryArchives>}
 */
export async function libraryArchives(cacheFolder) {
  const script = readFileSync(join(here, "archives.py"), "utf8");
  const modules = readFileSync(join(here, "core-modules.json"), "utf8");
  const folder = join(
    cacheFolder,
    sha256([pyodideVersion, modules, script].join("\0")).slice(0, 16),
  );
  const done = join(folder, "rest-modules.json");
  const archives = { core: join(folder, "core.zip"), rest: join(folder, "rest.zip") };
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    const python = await loadPyodide();
    python.runPython(script);
    const source = "/library.zip";
    python.FS.writeFile(source, readFileSync(pyodideFile("python_stdlib.zip")));
    const call = caller(python);
    const core = call("library_files_behind", JSON.parse(modules));
    const rest = call("remaining_library_files", source, core);
    call("write_library_archive", source, core, "/core.zip");
    call("write_library_archive", source, rest, "/rest.zip");
    writeFileSync(archives.core, python.FS.readFile("/core.zip"));
    writeFileSync(archives.rest, python.FS.readFile("/rest.zip"));
    writeFileSync(done, JSON.stringify(call("names_added_by", rest, core))); // last: it marks success
  }
  return { ...archives, restModules: JSON.parse(readFileSync(done, "utf8")) };
}

/**
 * engine.zip, from the cache when no source has changed. A fresh archive is imported once with
 * core.zip alone, so that a module missing from `core-modules.json` fails the build and not a lab.
 *
 * @param {string} cacheFolder
 * @param {Record<string, string>} roots name in the archive to path on disk
 * @param {string[]} entryModules modules that must import
 * @param {LibraryArchives} library
 * @returns {Promise<string>} its path
 */
export async function engineArchive(cacheFolder, roots, entryModules, library) {
  const sources = Object.values(roots).flatMap(sourceFiles);
  const script = readFileSync(join(here, "archives.py"), "utf8");
  const key = sha256(
    [pyodideVersion, script, ...sources.flatMap((path) => [path, sha256(readFileSync(path))])].join(
      "\0",
    ),
  );
  const target = join(cacheFolder, `engine-${key.slice(0, 16)}.zip`);
  if (existsSync(target)) return target;

  // Starting from core.zip is four times faster than from the sources Pyodide ships.
  const python = await loadPyodide({ stdLibURL: library.core });
  python.runPython(script);
  /** @type {Record<string, string>} */
  const mounted = {};
  for (const [name, root] of Object.entries(roots)) {
    mounted[name] = `/sources/${name}`;
    for (const file of sourceFiles(root)) {
      const inside = mounted[name] + file.slice(root.length);
      python.FS.mkdirTree(dirname(inside));
      python.FS.writeFile(inside, readFileSync(file));
    }
  }
  caller(python)("write_engine_archive", mounted, "/engine.zip");
  python.runPython(
    [
      "import sys",
      "sys.path.insert(0, '/engine.zip')",
      ...entryModules.map((m) => `import ${m}`),
    ].join("\n"),
  );
  for (const file of sources) {
    const found = readFileSync(file, "utf8").match(NOT_IN_A_PAGE_IMPORT);
    if (found) throw new Error(`${file} is in engine.zip, but not what it needs: ${found[0]}`);
  }
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(target, python.FS.readFile("/engine.zip"));
  return target;
}

/**
 * @param {string} root a folder or one file
 * @returns {string[]} every source below it, in a fixed order
 */
function sourceFiles(root) {
  if (statSync(root).isFile()) return [root];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("__pycache__"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !NOT_IN_A_PAGE_FILE.test(path))
    .sort();
}

/** @param {import("pyodide").PyodideAPI} python */
function caller(python) {
  return (/** @type {string} */ name, /** @type {any[]} */ ...args) => {
    const result = python.globals.get(name)(...args.map((arg) => python.toPy(arg)));
    return result?.toJs ? result.toJs() : result;
  };
}
