// Grades starters and solutions in Pyodide, each time in a new one with another PYTHONHASHSEED.
//
//   node tests/repeat/pyodide.mjs TIMES EXERCISE…
//
// The last line is a JSON object: how many attempts were graded, and which got another reply than is recorded.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const root = fileURLToPath(new URL("../..", import.meta.url));
const [times, ...exercises] = process.argv.slice(2);
let graded = 0;
/** @type {string[]} */
const different = [];
for (let seed = 0; seed < Number(times); seed += 1) {
  const env = { HOME: "/home", PYTHONHASHSEED: String(seed) };
  const pyodide = await loadPyodide({ env, stdout: () => {} });
  pyodide.FS.mkdirTree("/repository");
  pyodide.mountNodeFS("/repository", root);
  pyodide.globals.set("chosen", pyodide.toPy(exercises));
  const [count, others] = pyodide
    .runPython(`
import os, sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/repository/runtime", "/repository"]
os.chdir("/repository")
from tests.repeat.once import different
different(chosen)
`)
    .toJs();
  graded += count;
  for (const name of others) different.push(`${name} with PYTHONHASHSEED=${seed}`);
}
console.log(JSON.stringify({ graded, different }));
