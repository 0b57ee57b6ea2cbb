// What the build packs comes out as it went in, in parts of any size; what is not whole is told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { compress, init } from "@bokuweb/zstd-wasm";
import { Unpacking } from "../../runtime/browser/unpack.js";
import { Unpacker } from "../../runtime/browser/unpacker.js";

/** @import { UnpackReply, UnpackRequest } from "../../runtime/browser/unpacker.js" */

const text = Array.from({ length: 40_000 }, (_, n) => `line ${n * 7919}\n`).join("");
const data = new TextEncoder().encode(text);
await init();
const packed = compress(data, 22);

/** @param {Uint8Array} bytes @param {number} size */
function* parts(bytes, size) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

/** A worker on the same thread that unpacks as the real one does. */
class Beside {
  /** @type {(event: { data: UnpackReply }) => void} */
  onmessage = () => {};
  /** @type {(event: any) => void} */
  onerror = () => {};
  isEnded = false;
  /** @type {Map<number, Unpacking>} */
  files = new Map();

  /** @param {UnpackRequest} request */
  postMessage(request) {
    const { file } = request;
    try {
      if (request.kind === "begin") this.files.set(file, new Unpacking(request.length));
      if (request.kind === "part") this.files.get(file)?.push(request.chunk);
      if (request.kind === "end") {
        this.onmessage({ data: { file, bytes: this.files.get(file)?.end() } });
      }
    } catch (error) {
      this.onmessage({ data: { file, error: String(error) } });
    }
  }

  terminate() {
    this.isEnded = true;
  }
}

/** @param {Uint8Array} bytes */
const streamOf = (bytes) => /** @type {any} */ (new Blob([/** @type {any} */ (bytes)]).stream());

test("a file is unpacked in parts of any size, and taken as it is if the host unpacked it", () => {
  for (const size of [1_000, 65_536, packed.length]) {
    for (const bytes of [packed, data]) {
      const file = new Unpacking(data.length);
      for (const part of parts(bytes, size)) file.push(part);
      assert.deepEqual(new Uint8Array(file.end()), data);
    }
  }
});

test("a file that ended early or is another one says so", () => {
  const short = new Unpacking(data.length);
  short.push(packed.slice(0, packed.length / 2));
  assert.throws(() => short.end(), /bytes early/);
  assert.throws(() => new Unpacking(10).push(packed), /not what was built/);
});

test("the page counts what arrives, and ends the worker when nothing is on its way", async () => {
  /** @type {Beside[]} */
  const workers = [];
  const unpacker = new Unpacker(() => {
    workers.push(new Beside());
    return /** @type {any} */ (workers.at(-1));
  });
  /** @type {number[]} */
  const counts = [];
  const onReceived = (/** @type {number} */ received) => void counts.push(received);
  const both = await Promise.all([
    unpacker.unpack(streamOf(packed), { length: data.length, onReceived }),
    unpacker.unpack(streamOf(data), { length: data.length, onReceived: () => {} }),
  ]);
  for (const bytes of both) assert.deepEqual(new Uint8Array(bytes), data);
  assert.equal(counts.at(-1), packed.length);
  assert.equal(workers.length, 1);
  assert.ok(workers[0].isEnded);
  const cut = packed.slice(0, 1_000);
  const failed = unpacker.unpack(streamOf(cut), { length: data.length, onReceived });
  await assert.rejects(failed, /bytes early/);
  assert.ok(workers[1].isEnded);
});

test("a worker that does not start fails the file and not the page", async () => {
  const unpacker = new Unpacker(() => {
    const worker = new Beside();
    worker.postMessage = () => worker.onerror({ preventDefault: () => {}, message: "no worker" });
    return /** @type {any} */ (worker);
  });
  const failed = unpacker.unpack(streamOf(packed), { length: 1, onReceived: () => {} });
  await assert.rejects(failed, /no worker/);
});
