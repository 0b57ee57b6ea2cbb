/**
 * Build everything the labs load into docs/assets/lab/.
 *
 *     node runtime/browser/build.mjs            all of it; under 2 s when only caches are read
 *     node runtime/browser/build.mjs --engine   only engine.zip, after a change in Python
 *     node runtime/browser/build.mjs --packages names the npm packages in the scripts, writes nothing
 *
 *     docs/assets/lab/
 *       lab.js  lab.css  editor-HASH.js         the page's part
 *       sandbox.html                            the frame, with its own policy
 *       service-worker.js                       without its list of files, which comes last of all
 *       search.js                               what answers the search box
 *       unpack.js                               unpacks the runtime's files
 *       manifest.json                           what the frame needs, with sizes
 *       runtime/NAME-HASH.EXT.zst               interpreter, library, engine, worker
 *       content/                                written by the site generator
 */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build as esbuild } from "esbuild";
import { engineArchive, libraryArchives, pyodideFile, sha256 } from "./build/archives.mjs";
import { Store } from "./build/store.mjs";

/** @import { BuildOptions, Metafile, OutputFile } from "esbuild" */
/** @import { Manifest } from "./download.js" */

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "..", "..");

/**
 * Where a build reads and writes.
 *
 * @typedef {object} Places
 * @property {string} output
 * @property {string} cache
 * @property {Record<string, string>} engine name in engine.zip to path
 */

/** @type {Places} */
const PLACES = {
  output: join(repository, "docs", "assets", "lab"),
  cache: join(repository, ".cache", "lab"),
  engine: {
    minivex: join(repository, "runtime", "minivex"),
    labkit: join(repository, "runtime", "labkit"),
    "late_library.py": join(here, "python", "late_library.py"),
    "worker_seam.py": join(here, "python", "worker_seam.py"),
  },
};

/** Scripts that stand alone: frame, service worker, search, what unpacks. */
const SCRIPTS = /** @type {const} */ ([
  "frame.js",
  "service-worker.js",
  "search/worker.js",
  "unpack-worker.js",
]);

const ENTRY_MODULES = ["labkit.entry", "late_library", "worker_seam"];

/** @type {BuildOptions} */
const COMMON = {
  bundle: true,
  minify: true,
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  write: false,
};

/** @param {Places} [places] */
export async function buildAll(places = PLACES) {
  const store = new Store(places.output, join(places.cache, "zst"));
  const library = await libraryArchives(places.cache);
  const [page, worker, frame, serviceWorker, search, unpack] = await Promise.all([
    bundlePage(places.output),
    bundleWorker(library.restModules),
    ...SCRIPTS.map((file) => bundleScript(file, {})),
  ]);
  const engine = await engineArchive(places.cache, places.engine, ENTRY_MODULES, library);

  for (const file of page) store.put(file.path.slice(places.output.length + 1), file.contents);
  store.put("lab.css", readFileSync(join(here, "lab.css")));
  const sandbox = sandboxPage(frame);
  store.put("sandbox.html", sandbox);
  store.put("service-worker.js", serviceWorker);
  store.put("search.js", search);
  store.put("unpack.js", unpack);
  /** @type {Manifest} */
  const manifest = {
    files: {
      wasm: await store.putCompressed("python.wasm", readFileSync(pyodideFile("pyodide.asm.wasm"))),
      core: await store.putCompressed("core.zip", readFileSync(library.core)),
      engine: await store.putCompressed("engine.zip", readFileSync(engine)),
      worker: await store.putCompressed("worker.js", Buffer.from(worker)),
    },
    library: {
      ...(await store.putCompressed("rest.zip", readFileSync(library.rest))),
      modules: library.restModules,
    },
    sandbox: `sandbox.html?v=${sha256(sandbox).slice(0, 12)}`,
    unpack: `unpack.js?v=${sha256(unpack).slice(0, 12)}`,
  };
  store.put("manifest.json", JSON.stringify(manifest, null, 1));
  store.removeStale(["content"]);
  return manifest;
}

/** @param {Places} [places] */
export async function buildEngine(places = PLACES) {
  const manifestPath = join(places.output, "manifest.json");
  if (!existsSync(manifestPath)) return buildAll(places);
  /** @type {Manifest} */
  const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));
  const library = await libraryArchives(places.cache);
  const engine = await engineArchive(places.cache, places.engine, ENTRY_MODULES, library);
  const before = manifest.files.engine.path;
  const store = new Store(places.output, join(places.cache, "zst"));
  manifest.files.engine = await store.putCompressed("engine.zip", readFileSync(engine));
  if (manifest.files.engine.path !== before) rmSync(join(places.output, before), { force: true });
  store.put("manifest.json", JSON.stringify(manifest, null, 1));
  return manifest;
}

/** The npm packages of which a byte is in some script of the page, by name. @returns {Promise<string[]>} */
export async function bundledPackages() {
  bundled.clear();
  await Promise.all([
    bundlePage(PLACES.output),
    bundleWorker([]),
    ...SCRIPTS.map((file) => bundleScript(file, {})),
  ]);
  return [...bundled].sort();
}

/** Filled while scripts are bundled. @type {Set<string>} */
const bundled = new Set();

/** @param {Metafile | undefined} metafile */
function note(metafile) {
  for (const output of Object.values(metafile?.outputs ?? {})) {
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
      if (name && bytesInOutput > 0) bundled.add(name);
    }
  }
}

/** @param {string} output @returns {Promise<OutputFile[]>} lab.js and its lazy parts */
async function bundlePage(output) {
  const result = await esbuild({
    ...COMMON,
    entryPoints: { lab: join(here, "lab.js") },
    format: "esm",
    splitting: true,
    chunkNames: "[name]-[hash]",
    outdir: output,
  });
  note(result.metafile);
  return result.outputFiles ?? [];
}

/** @param {string[]} libraryModules what rest.zip has @returns {Promise<string>} */
async function bundleWorker(libraryModules) {
  const lock = JSON.parse(readFileSync(pyodideFile("pyodide-lock.json"), "utf8"));
  return bundleScript("worker.js", {
    // Chromium refuses module workers from blob URLs in an opaque origin, hence a classic script;
    // Pyodide refuses classic workers, which it knows by `importScripts`, hence the banner.
    banner: { js: "self.importScripts = undefined;" },
    define: {
      __PYODIDE_INFO__: JSON.stringify(lock.info),
      __LIBRARY_MODULES__: JSON.stringify(libraryModules),
      "import.meta.url": JSON.stringify("https://sandbox.invalid/pyodide.mjs"),
    },
    external: ["node:*", "ws"],
  });
}

/** @param {string} file @param {BuildOptions} options @returns {Promise<string>} a classic script */
async function bundleScript(file, options) {
  const result = await esbuild({
    ...COMMON,
    entryPoints: [join(here, file)],
    format: "iife",
    ...options,
  });
  note(result.metafile);
  return result.outputFiles?.[0].text ?? "";
}

/** @param {string} script @returns {string} the frame's page, whose policy allows this script only */
function sandboxPage(script) {
  const inline = script.trim();
  const hash = createHash("sha256").update(inline).digest("base64");
  return readFileSync(join(here, "sandbox.html"), "utf8")
    .replace("{{hash}}", () => hash)
    .replace("{{script}}", () => inline);
}

const isCommand = process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href;
if (isCommand && process.argv.includes("--packages")) {
  console.log(JSON.stringify(await bundledPackages()));
} else if (isCommand) {
  const started = performance.now();
  const manifest = await (process.argv.includes("--engine") ? buildEngine() : buildAll());
  const total = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  for (const [name, file] of Object.entries({ ...manifest.files, rest: manifest.library })) {
    console.log(`${name.padEnd(8)} ${String(file.bytes).padStart(9)} bytes  ${file.path}`);
  }
  console.log(`${total} bytes to start Python; ${Math.round(performance.now() - started)} ms`);
}
