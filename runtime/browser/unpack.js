/**
 * Unpack a file that we stored with Zstandard, while it arrives.
 *
 * Browsers inflate gzip and deflate themselves, and nothing better. Zstandard at its best level is a
 * fifth smaller on what a Python needs, and its decoder is 3 kB.
 */

import { Decompress } from "fzstd";

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** One file; `push` its parts in order, then take the whole from `end`. */
export class Unpacking {
  #taken = 0;
  /** @type {Decompress | null | undefined} null: the host has unpacked it already */
  #decoder;

  /** @param {number} length of what comes out */
  constructor(length) {
    this.whole = new Uint8Array(length);
  }

  /** @param {Uint8Array} chunk the first has at least four bytes */
  push(chunk) {
    if (this.#decoder === undefined) {
      const isPacked = MAGIC.every((byte, at) => chunk[at] === byte);
      this.#decoder = isPacked ? new Decompress((part) => this.#take(part)) : null;
    }
    if (this.#decoder) this.#decoder.push(chunk);
    else this.#take(chunk);
  }

  /** @returns {ArrayBuffer} */
  end() {
    const missing = this.whole.length - this.#taken;
    if (missing > 0) throw new Error(`it ended ${missing} bytes early`);
    return this.whole.buffer;
  }

  /** @param {Uint8Array} part */
  #take(part) {
    if (this.#taken + part.length > this.whole.length) throw new Error("it is not what was built");
    this.whole.set(part, this.#taken);
    this.#taken += part.length;
  }
}
