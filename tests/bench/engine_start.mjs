/**
 * What a page pays for the engine alone: bytes over the network, milliseconds to import it.
 *
 * The archive is the one that the browser build makes, with nothing but minivex in it, imported in
 * a fresh interpreter that starts from the same library as a page's.
 */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { loadPyodide } from "pyodide";
import { engineArchive, libraryArchives } from "../../runtime/browser/build/archives.mjs";
import { cpuMilliseconds } from "./cpu_time.mjs";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const ROUNDS = 3;

/** @returns {Promise<{us: number, check: {kB: number, ms: number}}>} `us`: the best import */
export async function measureStart() {
  const cache = join(repository, ".cache", "lab");
  const library = await libraryArchives(cache);
  const roots = { minivex: join(repository, "runtime", "minivex") };
  const archive = readFileSync(await engineArchive(cache, roots, ["minivex"], library));
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const python = await loadPyodide({ stdLibURL: library.core });
    python.FS.writeFile("/engine.zip", archive);
    python.runPython("import sys; sys.path.insert(0, '/engine.zip')");
    const start = performance.now();
    const before = cpuMilliseconds();
    python.runPython("import minivex");
    best = Math.min(best, performance.now() - start, cpuMilliseconds() - before);
  }
  const kB = gzipSync(archive, { level: 9 }).length / 1000;
  return { us: best * 1000, check: { kB: Math.round(kB * 10) / 10, ms: Math.round(best) } };
}
