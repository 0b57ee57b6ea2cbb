/**
 * One Python interpreter: starts from bytes it is given, answers runs, can be asked to stop.
 *
 * Two locks keep learner code in: the sandbox frame's policy and opaque origin, and, inside, the
 * removal of everything a page could use to reach a network, a store or another context. The
 * second exists for the day when the first has a hole.
 */

import { loadPyodide } from "pyodide";
import { startMemory } from "./interpreter-memory.js";
import { unreachable } from "./protocol.js";

/** @import { WorkerReply, WorkerRequest } from "./protocol.js" */

const TICK_MS = 50;
const OUTPUT_CHARACTERS_MAX = 200_000;
const SANDBOX_URL = "https://sandbox.invalid/";

/** Filled in by the build: what pyodide-lock.json says about the interpreter, without packages. */
const LOCK = { info: __PYODIDE_INFO__, packages: {} };

/** The few global names that `import js` shows to Python. */
const VISIBLE_TO_PYTHON = [
  "Object",
  "Array",
  "Promise",
  "Uint8Array",
  "setTimeout",
  "clearTimeout",
];

const REMOVED_FROM_WORKER = [
  ...["fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport"],
  ...["RTCPeerConnection", "Request", "FontFace", "fonts", "createImageBitmap", "Notification"],
  ...[
    "indexedDB",
    "IDBFactory",
    "caches",
    "Cache",
    "CacheStorage",
    "cookieStore",
    "storageBuckets",
  ],
  ...["crossOriginStorage", "FileSystemHandle", "webkitRequestFileSystem"],
  ...["webkitRequestFileSystemSync", "webkitResolveLocalFileSystemURL"],
  ...["webkitResolveLocalFileSystemSyncURL", "navigator", "locks"],
  ...["Worker", "SharedWorker", "importScripts", "BroadcastChannel", "postMessage", "close"],
  ...["onmessage", "addEventListener", "scheduler"],
];

const global = /** @type {any} */ (globalThis);
const toFrame = /** @type {(reply: WorkerReply, transfer?: Transferable[]) => void} */ (
  global.postMessage.bind(global)
);
const now = performance.now.bind(performance);

/** Whether Python can be suspended between two bytecodes; without it, stopping ends the worker. */
const canPause = "Suspending" in WebAssembly;

/** @type {import("pyodide").PyodideAPI | undefined} */
let python;
/** @type {any} worker_seam.Seam */
let seam;
/** @type {ArrayBuffer | null} */
let libraryBeforeStart = null;
/** @type {string | null} */
let runningNonce = null;
let isStopping = false;
let lastTickMs = 0;

global.onmessage = (/** @type {MessageEvent<WorkerRequest>} */ event) => {
  const request = event.data;
  switch (request.kind) {
    case "start":
      start(request).catch((error) => toFrame({ kind: "broken", message: String(error) }));
      break;
    case "library":
      addLibrary(request.bytes);
      break;
    case "run":
      run(request.nonce, request.request);
      break;
    case "stop":
      if (request.nonce === runningNonce) isStopping = true;
      break;
    default:
      unreachable(request);
  }
};

/** @param {Extract<WorkerRequest, { kind: "start" }>} request */
async function start({ module, core, engine, library, snapshot, makesSnapshot }) {
  serveBytesInsteadOfNetwork(module, core);
  const memory = startMemory(snapshot, makesSnapshot);
  python = await loadPyodide(
    /** @type {any} */ ({
      indexURL: SANDBOX_URL,
      packageBaseUrl: SANDBOX_URL, // otherwise Pyodide falls back to a public host
      stdLibURL: `${SANDBOX_URL}core.zip`,
      lockFileContents: LOCK,
      jsglobals: Object.fromEntries(
        VISIBLE_TO_PYTHON.map((name) => [name, bindIfFunction(global[name])]),
      ),
      ...memory.options,
    }),
  );
  removeFromGlobals();
  python.FS.writeFile("/engine.zip", new Uint8Array(engine));
  if (snapshot) {
    python.runPython("import random; random.seed()"); // as it was when the snapshot was made
  } else {
    python.runPython("import sys; sys.path.insert(0, '/engine.zip'); import labkit.entry");
    python.pyimport("late_library").expect_library(JSON.stringify(__LIBRARY_MODULES__));
  }
  const made = makesSnapshot ? memory.make(python) : null;
  const late = library ?? libraryBeforeStart;
  if (late) addLibrary(late);
  libraryBeforeStart = null;
  const ffi = python.pyimport("pyodide.ffi");
  seam = python
    .pyimport("worker_seam")
    .Seam.callKwargs(
      { nextTurn, isStopping: () => isStopping, write, notify },
      ffi.can_run_sync,
      ffi.run_sync,
      { limit_characters: OUTPUT_CHARACTERS_MAX },
    );
  python.setInterruptBuffer(/** @type {any} */ (ticks));
  toFrame({ kind: "started", canPause });
  if (made) toFrame({ kind: "snapshot", bytes: made }, [made]);
}

/**
 * A stand-in for the shared memory from which Python reads pending signals. Python looks at it
 * every few dozen jumps and calls; answering "interrupt" (2) every 50 ms of a run makes it call
 * the seam's handler, between two bytecodes, wherever the learner's code is. It costs nothing
 * else: no tracing, no rewritten code, and no cross-origin isolation of the page.
 */
const ticks = {
  get 0() {
    if (runningNonce === null) return 0;
    const time = now();
    if (time - lastTickMs < TICK_MS) return 0;
    lastTickMs = time;
    return 2;
  },
  set 0(_handled) {},
};

const turns = new MessageChannel();
/** @type {(() => void) | null} */
let turnTaken = null;
turns.port1.onmessage = () => turnTaken?.();

/** A promise kept after the messages that already wait have been handled. */
function nextTurn() {
  return /** @type {Promise<void>} */ (
    new Promise((resolve) => {
      turnTaken = resolve;
      turns.port2.postMessage(null);
    })
  );
}

/** @param {string} nonce @param {string} request */
async function run(nonce, request) {
  runningNonce = nonce;
  isStopping = false;
  lastTickMs = now();
  try {
    const reply = canPause ? await seam.handle.callPromising(request) : seam.handle(request);
    toFrame(
      reply === undefined || reply === null
        ? { kind: "stopped", nonce }
        : { kind: "reply", nonce, reply },
    );
  } catch (error) {
    toFrame({ kind: "crashed", nonce, message: describeCrash(error) });
  } finally {
    runningNonce = null;
  }
}

/** @param {string} text */
function write(text) {
  if (runningNonce !== null) toFrame({ kind: "output", nonce: runningNonce, text });
}

/** @param {string} progress */
function notify(progress) {
  if (runningNonce !== null) toFrame({ kind: "progress", nonce: runningNonce, progress });
}

/** @param {ArrayBuffer} bytes */
function addLibrary(bytes) {
  if (!python) {
    libraryBeforeStart = bytes; // the interpreter is on its way
    return;
  }
  python.FS.writeFile("/rest.zip", new Uint8Array(bytes));
  python.pyimport("late_library").add_library("/rest.zip");
  python.FS.unlink("/rest.zip");
}

/**
 * Pyodide fetches its interpreter and its library. The frame has no network, so both come from
 * memory, and the compiled module is shared between workers.
 *
 * @param {WebAssembly.Module} module
 * @param {ArrayBuffer} core
 */
function serveBytesInsteadOfNetwork(module, core) {
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
  global.fetch = async (/** @type {any} */ resource) => {
    const url = String(resource?.url ?? resource);
    if (url.endsWith(".wasm")) return new Response("");
    if (url.endsWith("core.zip")) return new Response(core);
    throw new Error(`The sandbox has no network: ${url}`);
  };
}

function removeFromGlobals() {
  for (const name of REMOVED_FROM_WORKER) {
    for (let holder = global; holder; holder = Object.getPrototypeOf(holder)) {
      if (!Object.hasOwn(holder, name) || (name === "onmessage" && holder !== global)) continue;
      if (name === "onmessage") continue; // the accessor on the prototype keeps our handler alive
      try {
        delete holder[name];
      } catch {
        // Not configurable: the frame's policy still stands.
      }
    }
  }
  Reflect.deleteProperty(URL, "createObjectURL");
}

/** @param {any} value */
function bindIfFunction(value) {
  return typeof value === "function" && !value.prototype ? value.bind(global) : value;
}

/**
 * One line for a person, from whatever ended the interpreter.
 *
 * @param {unknown} error
 */
function describeCrash(error) {
  const type = /** @type {{ type?: string }} */ (error)?.type; // a Python exception has one
  if (type) return `Python ended unexpectedly (${type}).`;
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (/call stack|stack overflow/i.test(text)) {
    return "Python ran out of stack: a function calls itself too deeply.";
  }
  if (/out of memory|memory access|Cannot enlarge|allocation/i.test(text)) {
    return "Python ran out of memory.";
  }
  const lines = text.trim().split("\n");
  return `Python ended unexpectedly (${(lines.at(-1) ?? "").slice(0, 200)}).`;
}
