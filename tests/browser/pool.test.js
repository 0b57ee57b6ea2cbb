// The pool of workers: one in use, a spare, and what happens when one ends.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { Pool } from "../../runtime/browser/pool.js";

/** @import { FrameReply, FrameRequest, WorkerReply, WorkerRequest } from "../../runtime/browser/protocol.js" */

/** The smallest WebAssembly module there is. */
const EMPTY_MODULE = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]).buffer;

/** A worker whose side of the conversation the test plays. */
class PlayedWorker {
  /** @type {WorkerRequest[]} */
  heard = [];
  isTerminated = false;
  /** @type {(event: { data: WorkerReply }) => void} */
  onmessage = () => {};

  /** @param {WorkerRequest} request */
  postMessage(request) {
    this.heard.push(request);
  }

  terminate() {
    this.isTerminated = true;
  }

  /** @param {WorkerReply} reply */
  say(reply) {
    this.onmessage({ data: reply });
  }

  kinds() {
    return this.heard.map((request) => request.kind);
  }
}

/** @param {{ keepSpare: boolean, canPause?: boolean, snapshot?: ArrayBuffer | null }} options */
async function bootedPool({ keepSpare, canPause = true, snapshot = null }) {
  /** @type {PlayedWorker[]} */
  const workers = [];
  /** @type {FrameReply[]} */
  const told = [];
  const port = {
    /** @type {(event: { data: FrameRequest }) => void} */
    onmessage: () => {},
    /** @param {FrameReply} reply */
    postMessage: (reply) => void told.push(reply),
  };
  new Pool(/** @type {any} */ (port), () => {
    workers.push(new PlayedWorker());
    return /** @type {any} */ (workers.at(-1));
  });
  const ask = (/** @type {FrameRequest} */ request) => port.onmessage({ data: request });
  const bytes = () => new ArrayBuffer(1);
  const files = { wasm: EMPTY_MODULE.slice(0), core: bytes(), engine: bytes(), worker: bytes() };
  ask({ kind: "boot", files, snapshot, keepSpare });
  while (workers.length === 0) await new Promise(setImmediate);
  const start = () => workers.at(-1)?.say({ kind: "started", canPause });
  start(); // the current one
  if (keepSpare) start(); // and the spare it asked for
  told.length = 0;
  return { workers, told, ask };
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

test("a spare is started once the first Python is ready, if there is memory for it", async () => {
  assert.equal((await bootedPool({ keepSpare: true })).workers.length, 2);
  assert.equal((await bootedPool({ keepSpare: false })).workers.length, 1);
});

test("a run is answered by the current worker", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  assert.deepEqual(workers[0].kinds(), ["start", "run"]);
  workers[0].say({ kind: "reply", nonce: "1", reply: "{}" });
  assert.deepEqual(told, [{ kind: "reply", nonce: "1", reply: "{}" }]);
});

test("what does not carry the nonce of the run is not passed on", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true });
  ask({ kind: "run", nonce: "2", request: "{}", isGraded: false });
  workers[0].say({ kind: "reply", nonce: "1", reply: "forged" });
  workers[1].say({ kind: "reply", nonce: "2", reply: "from the spare" });
  assert.deepEqual(told, []);
});

test("a stop that the worker answers keeps the worker", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  ask({ kind: "stop", nonce: "1" });
  assert.equal(workers[0].kinds().at(-1), "stop");
  workers[0].say({ kind: "stopped", nonce: "1" });
  mock.timers.tick(5_000);
  assert.deepEqual(told, [{ kind: "stopped", nonce: "1" }]);
  assert.equal(workers[0].isTerminated, false);
});

test("a stop that is not answered ends the worker, and the spare runs next", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  ask({ kind: "stop", nonce: "1" });
  mock.timers.tick(250);
  assert.equal(workers[0].isTerminated, true);
  assert.deepEqual(told, [
    { kind: "stopped", nonce: "1" },
    { kind: "ready", canPause: true },
  ]);
  ask({ kind: "run", nonce: "2", request: "{}", isGraded: false });
  assert.equal(workers[1].kinds().at(-1), "run");
  assert.equal(workers.length, 3, "a new spare is on its way");
});

test("without a way to pause, a stop ends the worker at once", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true, canPause: false });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  ask({ kind: "stop", nonce: "1" });
  assert.equal(workers[0].isTerminated, true);
  assert.equal(told[0].kind, "stopped");
});

test("a crash is told once and the next run finds a Python", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: false });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  workers[0].say({ kind: "crashed", nonce: "1", message: "out of memory" });
  assert.deepEqual(told, [
    { kind: "crashed", nonce: "1", message: "out of memory" },
    { kind: "phase", phase: "restarting" },
  ]);
  ask({ kind: "run", nonce: "2", request: "{}", isGraded: false });
  assert.deepEqual(workers[1].kinds(), ["start"], "the run waits until it has started");
  workers[1].say({ kind: "started", canPause: true });
  assert.deepEqual(workers[1].kinds(), ["start", "run"]);
});

test("a run that waits for a fresh Python can be stopped too", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: false });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  workers[0].say({ kind: "crashed", nonce: "1", message: "" });
  ask({ kind: "run", nonce: "2", request: "{}", isGraded: false });
  ask({ kind: "stop", nonce: "2" });
  assert.deepEqual(told.at(-1), { kind: "stopped", nonce: "2" });
  workers[1].say({ kind: "started", canPause: true });
  assert.deepEqual(workers[1].kinds(), ["start"]);
});

test("a late answer after a forced stop is not taken for the next run's", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  ask({ kind: "stop", nonce: "1" });
  mock.timers.tick(250);
  ask({ kind: "run", nonce: "2", request: "{}", isGraded: false });
  const before = told.length;
  workers[0].say({ kind: "reply", nonce: "1", reply: "late" });
  assert.equal(told.length, before);
});

test("the rest of the library reaches both workers, and those that follow", async () => {
  const { workers, ask } = await bootedPool({ keepSpare: true });
  ask({ kind: "library", bytes: new ArrayBuffer(3) });
  assert.equal(workers[0].kinds().at(-1), "library");
  assert.equal(workers[1].kinds().at(-1), "library");
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  workers[0].say({ kind: "crashed", nonce: "1", message: "" });
  const [start] = workers[2].heard;
  assert.ok(start.kind === "start" && start.library?.byteLength === 3);
});

test("a spare that cannot start is done without", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  workers[0].say({ kind: "crashed", nonce: "1", message: "" });
  workers[2].say({ kind: "broken", message: "no memory" });
  assert.equal(told.filter((reply) => reply.kind === "broken").length, 0);
  assert.equal(workers[2].isTerminated, true);
});

test("what is graded runs where nothing ran before, and nothing runs there after it", async () => {
  const { workers, ask } = await bootedPool({ keepSpare: true });
  const [first, spare] = workers;
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  first.say({ kind: "reply", nonce: "1", reply: "{}" });
  assert.equal(first.isTerminated, false);

  ask({ kind: "run", nonce: "2", request: "{}", isGraded: true });
  assert.equal(first.isTerminated, true);
  assert.deepEqual(spare.kinds(), ["start", "run"]);

  spare.say({ kind: "reply", nonce: "2", reply: "{}" });
  assert.equal(spare.isTerminated, true);
});

test("a graded run waits for a clean Python when there is no spare", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: false });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  workers[0].say({ kind: "reply", nonce: "1", reply: "{}" });
  ask({ kind: "run", nonce: "2", request: "{}", isGraded: true });
  assert.deepEqual(workers[1].kinds(), ["start"]);
  workers[1].say({ kind: "started", canPause: true });
  assert.deepEqual(workers[1].kinds(), ["start", "run"]);
  workers[1].say({ kind: "reply", nonce: "2", reply: "{}" });
  assert.deepEqual(told.at(-2), { kind: "reply", nonce: "2", reply: "{}" });
});

test("a garbled reply ends the run and the Python that sent it", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  workers[0].say({ kind: "progress", nonce: "1", progress: "{\u0000" });
  workers[0].say({ kind: "reply", nonce: "1", reply: "{\u0000" });
  assert.equal(workers[0].isTerminated, true);
  assert.equal(told[0].kind, "crashed");
});

/** @param {PlayedWorker} worker what it was started with */
function startOf(worker) {
  const first = worker.heard[0];
  if (first.kind !== "start") throw new Error("it was not started");
  return first;
}

test("the spare gives its memory to those after it and to the page, the first does not", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true });
  assert.equal(startOf(workers[0]).makesSnapshot, false);
  assert.equal(startOf(workers[1]).makesSnapshot, true);
  const bytes = new ArrayBuffer(8);
  workers[1].say({ kind: "snapshot", bytes });
  assert.deepEqual(told, [{ kind: "snapshot", bytes }]);
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: true });
  workers[0].say({ kind: "reply", nonce: "1", reply: "{}" });
  assert.equal(startOf(workers[2]).snapshot, bytes);
  assert.equal(startOf(workers[2]).makesSnapshot, false);
});

test("what a Python says in which a learner's code ran is no snapshot", async () => {
  const { workers, told, ask } = await bootedPool({ keepSpare: true });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: false });
  workers[0].say({ kind: "snapshot", bytes: new ArrayBuffer(8) });
  assert.deepEqual(told, []);
});

test("a snapshot that cannot be started from is forgotten, and Python starts without it", async () => {
  const snapshot = new ArrayBuffer(8);
  const { workers, told } = await bootedPool({ keepSpare: true, snapshot });
  assert.equal(startOf(workers[0]).snapshot, snapshot);
  assert.equal(startOf(workers[1]).snapshot, snapshot);
  const { workers: later, told: toldLater, ask } = await bootedPool({ keepSpare: true, snapshot });
  ask({ kind: "run", nonce: "1", request: "{}", isGraded: true });
  later[0].say({ kind: "reply", nonce: "1", reply: "{}" });
  toldLater.length = 0;
  later[2].say({ kind: "broken", message: "memory access out of bounds" });
  assert.deepEqual(toldLater, [{ kind: "snapshot", bytes: null }]);
  assert.equal(startOf(later[3]).snapshot, null);
  assert.deepEqual(told, []);
});
