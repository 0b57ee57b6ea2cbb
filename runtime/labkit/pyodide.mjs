// One request for labkit.entry, answered by Pyodide: what labkit.process starts for `--pyodide`.
//
//   seal, request ── stdin ──▶ Pyodide, runtime/ mounted ── reply behind the seal ──▶ stdout
//
// What the attempt prints goes nowhere; how far it has come goes to stderr, behind the seal.
import { readFileSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const runtime = fileURLToPath(new URL("..", import.meta.url));
const input = readFileSync(0, "utf8");
const seal = input.slice(0, input.indexOf("\n"));
const request = input.slice(seal.length + 1);

/** @param {number} descriptor @param {string} text all of it, however much the pipe takes at once */
function write(descriptor, text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EAGAIN") throw error;
    }
  }
}

const pyodide = await loadPyodide({ stdout: () => {}, stderr: () => {} });
pyodide.FS.mkdirTree("/runtime");
pyodide.mountNodeFS("/runtime", runtime);
pyodide.runPython('import sys\nsys.dont_write_bytecode = True\nsys.path.insert(0, "/runtime")');
const handle = pyodide.pyimport("labkit.entry").handle;
const reply = handle(request, (/** @type {string} */ told) => write(2, `${seal} ${told}\n`));
write(1, seal + reply);
