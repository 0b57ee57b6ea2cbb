/**
 * The write-ahead log of the playground's backend as the page has it: bytes that Python hands over,
 * part by part.
 *
 *     part { from: 0, … }   part { from: 1200, … }   a part stands in the place of all from its byte on
 */

/** @typedef {{ from: number, bytes: Uint8Array<ArrayBuffer> }} LogPart */

export class LogBytes {
  /** @type {LogPart[]} each begins where the one before ends */
  #parts = [];

  /** @param {LogPart[]} [parts] in order; what stands behind a gap is left out */
  constructor(parts = []) {
    for (const part of parts) if (part.from === this.length) this.#parts.push(part);
  }

  get length() {
    const last = this.#parts.at(-1);
    return last ? last.from + last.bytes.length : 0;
  }

  get parts() {
    return this.#parts;
  }

  /** @param {LogPart} part @throws {RangeError} when it would leave a gap */
  take(part) {
    if (part.from > this.length) {
      throw new RangeError(`A part of the log begins at ${part.from}, behind ${this.length}`);
    }
    const kept = this.#parts.filter((one) => one.from + one.bytes.length <= part.from);
    const cut = this.#parts.find(
      (one) => one.from < part.from && one.from + one.bytes.length > part.from,
    );
    if (cut) kept.push({ from: cut.from, bytes: cut.bytes.slice(0, part.from - cut.from) });
    this.#parts = [...kept, part];
  }

  toBytes() {
    const all = new Uint8Array(this.length);
    for (const { from, bytes } of this.#parts) all.set(bytes, from);
    return all;
  }

  toBase64() {
    return toBase64(this.toBytes());
  }
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
