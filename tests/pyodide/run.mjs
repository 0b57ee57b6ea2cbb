// What a learner's browser runs, run here: the grading of every attempt and the tests, in Pyodide.
//
//   node tests/pyodide/run.mjs [pytest arguments instead of the usual ones]
//
// One Pyodide is started, with the repository and the pure-Python half of .venv mounted. First
// every attempt of every exercise is graded, and the replies must be the bytes that are recorded
// beside the exercise, which tests/labs asks of CPython. The transcripts of the conformance scenarios,
// what the live cells print and what the playground's backend answers must be the same in both
// Pythons. Then pytest runs the engine's and the lab kit's tests, all but the files that need a
// package with compiled parts; those are counted, not hidden.
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { loadPyodide } from "pyodide";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const lib = `${root}/.venv/lib`;
const packages = `${lib}/${readdirSync(lib).find((name) => name.startsWith("python3"))}/site-packages`;

/** A Pyodide that sees the repository and the packages of .venv. */
async function start() {
  const pyodide = await loadPyodide();
  for (const [place, folder] of Object.entries({ "/repository": root, "/packages": packages })) {
    pyodide.FS.mkdirTree(place);
    pyodide.mountNodeFS(place, folder);
  }
  pyodide.runPython(`
import os, sys
sys.dont_write_bytecode = True
sys.path[:0] = ["/repository/runtime", "/repository"]
sys.path.append("/packages")
os.chdir("/repository")
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
`);
  console.log(`Pyodide ${pyodide.version}, Python ${pyodide.runPython("sys.version.split()[0]")}`);
  return pyodide;
}

/** @typedef {Awaited<ReturnType<typeof start>>} Pyodide */

/**
 * What an expression gives in CPython, beside what one gives here, each a JSON object from name to text.
 *
 * @param {Pyodide} pyodide
 * @param {string} load an import
 * @param {string} expression
 * @param {string} [expressionHere] if it is another one
 * @returns {{there: Record<string, string>, here: Record<string, string>, names: string[], different: string[]}}
 */
function inBoth(pyodide, load, expression, expressionHere = expression) {
  const inCPython = [
    "-c",
    // What is printed on the way is not part of the answer.
    `import contextlib, io, sys; sys.path[:0] = ["runtime", "."]\n${load}\n` +
      `with contextlib.redirect_stdout(io.StringIO()):\n    answer = ${expression}\nprint(answer)`,
  ];
  const options = { cwd: root, encoding: /** @type {const} */ ("utf8"), maxBuffer: 2 ** 28 };
  /** @type {Record<string, string>} */
  const there = JSON.parse(execFileSync(`${root}/.venv/bin/python`, inCPython, options));
  /** @type {Record<string, string>} */
  const here = JSON.parse(pyodide.runPython(`${load}\n${expressionHere}`));
  const names = [...new Set([...Object.keys(there), ...Object.keys(here)])];
  return { there, here, names, different: names.filter((name) => here[name] !== there[name]) };
}

/** Grade every attempt here; true when each reply is the one that is recorded. @param {Pyodide} pyodide */
function compareGrading(pyodide) {
  const load = "from tests.pyodide.attempts import recorded, replies";
  const { there, here, names, different } = inBoth(pyodide, load, "recorded()", "replies()");
  for (const name of different) {
    console.log(`${name}: the replies differ\n  recorded ${there[name]}\n  Pyodide  ${here[name]}`);
  }
  console.log(`${names.length} attempts graded, ${different.length} with another reply`);
  return names.length > 0 && different.length === 0;
}

/** Run the conformance scenarios here and in CPython; true when all is equal. @param {Pyodide} pyodide */
function compareTranscripts(pyodide) {
  const load = "from tests.pyodide.transcripts import hashes";
  const { names, different } = inBoth(pyodide, load, "hashes()");
  for (const name of different) console.log(`${name}: the transcripts differ`);
  console.log(`${names.length} scenario files run, ${different.length} with another transcript`);
  return names.length > 0 && different.length === 0;
}

/** Run every live cell here and in CPython; true when both print the same. @param {Pyodide} pyodide */
function compareCells(pyodide) {
  const { there, here, names, different } = inBoth(
    pyodide,
    "from tests.pyodide.cells import printed",
    "printed()",
  );
  for (const name of different) {
    console.log(`${name} prints\n  CPython  ${there[name]}\n  Pyodide  ${here[name]}`);
  }
  console.log(
    `${names.length} cells and reproductions run, ${different.length} print something else`,
  );
  return names.length > 0 && different.length === 0;
}

/** Ask the playground's backend everything, here and in CPython; true when all answers are equal. @param {Pyodide} pyodide */
function compareConversation(pyodide) {
  const load = "from tests.pyodide.conversation import replies as told";
  const { there, here, names, different } = inBoth(pyodide, load, "told()");
  for (const name of different) {
    console.log(`${name}: the answers differ\n  CPython  ${there[name]}\n  Pyodide  ${here[name]}`);
  }
  console.log(
    `${names.length} requests of the playground sent, ${different.length} with another answer`,
  );
  return names.length > 0 && different.length === 0;
}

/** Run pytest here; true when it passed. @param {Pyodide} pyodide @param {string[]} chosen */
function runTests(pyodide, chosen) {
  pyodide.globals.set("chosen", pyodide.toPy(chosen));
  return pyodide.runPython("from tests.pyodide.suite import run\nrun(chosen)") === 0;
}

/** Do one part, and say how long it took. @template T @param {() => T} act @returns {T} */
function timed(act) {
  const began = performance.now();
  try {
    return act();
  } finally {
    console.log(`in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}

const chosen = process.argv.slice(2);
try {
  const pyodide = await start();
  const sameTranscripts = chosen.length > 0 || timed(() => compareTranscripts(pyodide));
  const sameReplies = chosen.length > 0 || timed(() => compareGrading(pyodide));
  const sameCells = chosen.length > 0 || timed(() => compareCells(pyodide));
  const sameAnswers = chosen.length > 0 || timed(() => compareConversation(pyodide));
  const passed = timed(() => runTests(pyodide, chosen));
  const isSame = sameTranscripts && sameReplies && sameCells && sameAnswers;
  process.exitCode = isSame && passed ? 0 : 1;
} catch (error) {
  // The message alone: Node would show the whole of Pyodide's one-line source as well.
  console.log(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
