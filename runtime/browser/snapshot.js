/**
 * An interpreter's memory right after its start, small enough to keep: only what differs from the
 * memory of a module that has not run.
 *
 *     u32 length of the whole | u32 length of its header | u32 number of runs
 *     header | runs: u32 offset in memory, u32 length | the bytes of all runs, one after another
 *
 * Pyodide's own snapshot is that header and then the whole memory, 30 MB. Both sides are in one
 * place here because nothing else knows the format.
 */

const HEAD_WORDS = 3;
/** So many equal words in a row end a run; fewer cost less than beginning another one. */
const GAP_WORDS = 8;

/**
 * @param {Uint8Array} whole what Pyodide made; its second word says where memory begins
 * @param {Uint8Array} fresh memory of the same module before it ran; missing bytes are zero
 * @returns {ArrayBuffer}
 */
export function shrink(whole, fresh) {
  const headerBytes = new Uint32Array(whole.buffer, whole.byteOffset, HEAD_WORDS)[1];
  const memory = new Uint32Array(
    whole.buffer,
    whole.byteOffset + headerBytes,
    (whole.length - headerBytes) >>> 2,
  );
  const before = new Uint32Array(memory.length);
  before.set(new Uint32Array(fresh.buffer, fresh.byteOffset, fresh.length >>> 2));
  /** @type {number[]} start and length of each run, in words */
  const runs = [];
  let words = 0;
  for (let at = 0; at < memory.length; ) {
    if (memory[at] === before[at]) {
      at += 1;
      continue;
    }
    const start = at;
    let equal = 0;
    while (at < memory.length && equal < GAP_WORDS) {
      equal = memory[at] === before[at] ? equal + 1 : 0;
      at += 1;
    }
    const length = at - equal - start;
    runs.push(start, length);
    words += length;
  }
  const out = new Uint32Array(HEAD_WORDS + headerBytes / 4 + runs.length + words);
  out.set([whole.length, headerBytes, runs.length / 2]);
  let at = HEAD_WORDS;
  out.set(new Uint32Array(whole.buffer, whole.byteOffset, headerBytes / 4), at);
  at += headerBytes / 4;
  for (const one of runs) out[at++] = one * 4;
  for (let run = 0; run < runs.length; run += 2) {
    out.set(memory.subarray(runs[run], runs[run] + runs[run + 1]), at);
    at += runs[run + 1];
  }
  return out.buffer;
}

/**
 * The array that Pyodide restores from. It is complete once `fill` was given the memory of the
 * fresh module, which exists only after Pyodide has asked for the array's length.
 *
 * @param {ArrayBuffer} small what `shrink` made
 * @returns {{ whole: Uint8Array, fill: (fresh: Uint8Array) => void }}
 */
export function expand(small) {
  const [length, headerBytes, count] = new Uint32Array(small, 0, HEAD_WORDS);
  const header = HEAD_WORDS * 4;
  const whole = new Uint8Array(length);
  whole.set(new Uint8Array(small, header, headerBytes));
  const fill = (/** @type {Uint8Array} */ fresh) => {
    whole.set(fresh.subarray(0, length - headerBytes), headerBytes);
    const runs = new Uint32Array(small, header + headerBytes, count * 2);
    let at = header + headerBytes + count * 8;
    for (let run = 0; run < runs.length; run += 2) {
      whole.set(new Uint8Array(small, at, runs[run + 1]), headerBytes + runs[run]);
      at += runs[run + 1];
    }
  };
  return { whole, fill };
}
