/**
 * A contender in a Node process: requests in, one answer each, as `python_worker.py` says.
 *
 *     {"op": "adapter", "spec": "rxdb"}                                 a peer in JavaScript
 *     {"op": "adapter", "spec": "tests.bench…:Engine", "pyodide": true}   Python in Pyodide
 *     {"op": "start"}                     size and import time of the engine that a page loads
 */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";
import { cpuMilliseconds } from "./cpu_time.mjs";
import { measureStart } from "./engine_start.mjs";
import { PeerWorld } from "./peer_workloads.mjs";
import { PEERS } from "./peers.mjs";

const repository = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** @type {PeerWorld | null} */
let world = null;
/** @type {((line: string) => string) | null} */
let inPyodide = null;

/** @param {string} line @returns {Promise<string>} */
async function answer(line) {
  const request = JSON.parse(line);
  if (request.pyodide) {
    inPyodide = await pythonWorker();
  }
  if (inPyodide) return inPyodide(line);
  try {
    return JSON.stringify(await perform(request));
  } catch (error) {
    return JSON.stringify({ error: String(error) });
  }
}

/** @param {any} request @returns {Promise<object>} */
async function perform(request) {
  if (request.op === "start") return measureStart();
  if (request.op === "adapter") {
    const make = PEERS[request.spec];
    if (!make || !existsSync(join(process.env.BENCH_PEERS ?? "", request.spec))) {
      throw new Error(`${request.spec} is not installed`);
    }
    world = new PeerWorld(make);
    return { us: 0, check: process.version };
  }
  if (!world) throw new Error("the adapter comes first");
  if (request.op === "open") return world.open(request.count);
  if (request.op === "memory") return world.memory(request.count);
  return world.run(request.workload, request.seconds, request.options);
}

/** @returns {Promise<(line: string) => string>} `Worker().answer` of `python_worker.py` */
async function pythonWorker() {
  const python = await loadPyodide({ env: { PYTHONDONTWRITEBYTECODE: "1" } });
  for (const folder of ["runtime", "tests"]) {
    const inside = `/repository/${folder}`;
    python.FS.mkdirTree(inside);
    python.FS.mount(python.FS.filesystems.NODEFS, { root: join(repository, folder) }, inside);
  }
  Object.assign(globalThis, { benchCpuSeconds: () => cpuMilliseconds() / 1000 });
  python.runPython(`
import sys
sys.path[:0] = ["/repository", "/repository/runtime"]
from tests.bench.python_worker import Worker
worker = Worker()
`);
  return python.globals.get("worker").answer;
}

console.log = console.error; // the standard output is for answers
process.on("unhandledRejection", () => {});
for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(`${await answer(line)}\n`);
}
process.exit(0);
