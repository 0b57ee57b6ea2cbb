// A memory that was shrunk is the same again, whatever differs and wherever.

import assert from "node:assert/strict";
import { test } from "node:test";
import { expand, shrink } from "../../runtime/browser/snapshot.js";

const HEADER = 48;

/** @param {number} length @param {(at: number) => number} byteAt */
const memoryOf = (length, byteAt) => Uint8Array.from({ length }, (_, at) => byteAt(at));

/** What Pyodide would make of a memory: its second word says where that begins. @param {Uint8Array} memory */
function wholeOf(memory) {
  const whole = new Uint8Array(HEADER + memory.length);
  new Uint32Array(whole.buffer).set([0x706e7300, HEADER, 3]);
  whole.set(memory, HEADER);
  return whole;
}

const fresh = memoryOf(4_096, (at) => at % 251);

/** @type {Record<string, (memory: Uint8Array) => void>} */
const CHANGES = {
  nothing: () => {},
  everything: (memory) => void memory.set(memory.map((byte) => byte ^ 0xff)),
  "the first and the last byte": (memory) => {
    memory[0] ^= 1;
    memory[memory.length - 1] ^= 1;
  },
  // Gaps below, at and beyond the length that ends a run.
  "every distance between two changes": (memory) => {
    for (let at = 0, gap = 1; at < memory.length; at += 4 * gap, gap += 1) memory[at] ^= 1;
  },
};

for (const [name, change] of Object.entries(CHANGES)) {
  test(`restored: ${name} changed`, () => {
    const memory = fresh.slice();
    change(memory);
    const whole = wholeOf(memory);
    const expanded = expand(shrink(whole, fresh));
    expanded.fill(fresh);
    assert.deepEqual(expanded.whole, whole);
  });
}

test("a memory that has grown is restored, and its new part need not be kept", () => {
  const memory = new Uint8Array(fresh.length * 4);
  memory.set(fresh);
  memory[fresh.length * 3] = 7;
  const small = shrink(wholeOf(memory), fresh);
  const expanded = expand(small);
  expanded.fill(fresh);
  assert.deepEqual(expanded.whole, wholeOf(memory));
  assert.ok(small.byteLength < HEADER + 100);
});
