/**
 * A passport as text that survives chats, mails and a QR code, and back.
 *
 *     FIELDBOOK-PASSPORT-1-AKMQ…      capitals and 2 to 7 only: nothing that a chat turns into italics
 *                          │
 *                          └ base32 of   length, 2 bytes · checksum, 5 bytes · deflated JSON
 *
 * The checksum tells whether the content is what a browser wrote. It holds no secret, because there is
 * none to be had without a server: whoever reads this file can write a passport that fits.
 */

import { base32, bytesOf } from "./passport-base32.js";
import { NAME_CHARACTERS_MAX, tidyName } from "./passport-record.js";

/** @import { Entry, Passport } from "./passport-record.js" */
/** @import { Verdict } from "./protocol.js" */

export const FORMAT = 1;
const MARK = "FIELDBOOK-PASSPORT";
const LENGTH_BYTES = 2;
const CHECKSUM_BYTES = 5;
const JSON_CHARACTERS_MAX = 100_000;
const ENTRIES_MAX = 400;
const LAST_DATE = 8.64e15;
const MINUTE_MS = 60_000;
/** @type {(Verdict | null)[]} the place in this list stands in the text: only add at its end */
const VERDICTS = [null, "right", "unsafe", "costly", "wrong", "error"];

/**
 * @typedef {object} Reading what one text that begins like a passport turned out to be
 * @property {"whole" | "edited" | "cut" | "damaged" | "newer"} kind
 * @property {Passport | null} passport of one that is whole or edited
 * @property {string} checksum that stands in it
 * @property {string} raw what was there, to be kept
 */

/** @param {Passport} passport @returns {Promise<{ text: string, checksum: string }>} */
export async function writePassport(passport) {
  const content = contentOf(passport);
  const packed = await through(
    new TextEncoder().encode(content),
    new CompressionStream("deflate-raw"),
  );
  const sum = checksumOf(content);
  const bytes = Uint8Array.from([packed.length >> 8, packed.length & 0xff, ...sum, ...packed]);
  return { text: `${MARK}-${FORMAT}-${base32(bytes)}`, checksum: shown(sum) };
}

/**
 * Every passport in a text, whatever stands around and between: names and times of a chat, signs of a
 * quotation, line breaks in the middle.
 *
 * @param {string} text @returns {Promise<Reading[]>}
 */
export async function readPassports(text) {
  const marks = [
    ...text.matchAll(/FIELDBOOK[^A-Z0-9]{0,8}PASSPORT[^A-Z0-9]{0,8}(\d{1,4})[^A-Z0-9]{1,8}/gi),
  ];
  return Promise.all(
    marks.map((mark, at) => {
      const end = marks[at + 1]?.index ?? text.length;
      const block = text.slice(mark.index, end);
      return readBlock(block, Number(mark[1]), block.slice(mark[0].length));
    }),
  );
}

/** @param {string} block @param {number} format @param {string} body @returns {Promise<Reading>} */
async function readBlock(block, format, body) {
  if (format > FORMAT) {
    return { kind: "newer", passport: null, checksum: "", raw: block.trim() };
  }
  /** @type {Reading | null} */
  let best = null;
  for (const letters of candidates(body)) {
    const found = await readLetters(letters, block);
    if (found.kind === "whole") return found;
    if (!best || PREFERRED.indexOf(found.kind) < PREFERRED.indexOf(best.kind)) best = found;
  }
  return best ?? { kind: "cut", passport: null, checksum: "", raw: block.trim() };
}

const PREFERRED = ["whole", "edited", "damaged", "cut"];

/**
 * The letters of a passport, read in the ways in which programs break them up: anything else in
 * between; lines with something before them, so that the longest run counts, or the last; all made small.
 *
 * @param {string} body
 */
function* candidates(body) {
  yield body.replace(/[^A-Z2-7]/g, "");
  const lines = body.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, "").split(/\r?\n/);
  const runs = lines.map((line) => line.match(/[A-Z2-7]+/g) ?? []);
  yield runs.map(longest).join("");
  yield runs.map((all) => all.at(-1) ?? "").join("");
  yield body.toUpperCase().replace(/[^A-Z2-7]/g, "");
}

/** @param {string[]} runs */
function longest(runs) {
  return runs.reduce((best, run) => (run.length > best.length ? run : best), "");
}

/** @param {string} letters what follows may be anything @param {string} block @returns {Promise<Reading>} */
async function readLetters(letters, block) {
  const head = bytesOf(letters.slice(0, Math.ceil(((LENGTH_BYTES + CHECKSUM_BYTES) * 8) / 5)));
  const size = LENGTH_BYTES + CHECKSUM_BYTES + ((head[0] ?? 0) << 8) + (head[1] ?? 0);
  const own = letters.slice(0, Math.ceil((size * 8) / 5));
  const bytes = bytesOf(own);
  if (head.length < LENGTH_BYTES + CHECKSUM_BYTES || bytes.length < size) {
    return { kind: "cut", passport: null, checksum: "", raw: block.trim() };
  }
  const raw = `${MARK}-${FORMAT}-${own}`;
  const sum = bytes.slice(LENGTH_BYTES, LENGTH_BYTES + CHECKSUM_BYTES);
  try {
    const content = await inflated(bytes.slice(LENGTH_BYTES + CHECKSUM_BYTES, size));
    const passport = passportIn(JSON.parse(content));
    const fits = shown(checksumOf(content)) === shown(sum);
    return { kind: fits ? "whole" : "edited", passport, checksum: shown(sum), raw };
  } catch {
    return { kind: "damaged", passport: null, checksum: "", raw: block.trim() };
  }
}

/** @param {Passport} passport */
function contentOf({ name, tag, at, course, entries }) {
  const rows = entries.map((entry) => [
    entry.id,
    entry.version,
    VERDICTS.indexOf(entry.verdict),
    entry.attempts,
    entry.hints,
    entry.deepest,
    Math.round((at - entry.at) / MINUTE_MS),
    ...(entry.failed === null ? [] : [entry.failed]),
  ]);
  return JSON.stringify([name, tag, at / MINUTE_MS, course, rows]);
}

/** @param {any} found @returns {Passport} @throws {Error} when it is none */
function passportIn(found) {
  const [name, tag, minutes, course, rows] = found;
  const at = number(minutes, LAST_DATE / MINUTE_MS) * MINUTE_MS;
  if (!Array.isArray(rows) || rows.length > ENTRIES_MAX) throw new Error("no entries");
  return {
    name: tidyName(word(name, NAME_CHARACTERS_MAX * 4)) || "no name",
    tag: word(tag, 40),
    at,
    course: word(course, 64),
    entries: rows.map((row) => entryIn(row, at)),
  };
}

/** @param {any} row @param {number} made @returns {Entry} */
function entryIn([id, version, verdict, attempts, hints, deepest, ago, failed = null], made) {
  if (VERDICTS[verdict] === undefined) throw new Error("no verdict");
  return {
    id: word(id, 120),
    version: word(version, 64),
    verdict: VERDICTS[verdict],
    attempts: number(attempts, 1_000_000),
    hints: number(hints, 1_000_000),
    deepest: number(deepest, 1_000),
    at: made - number(ago, made / MINUTE_MS) * MINUTE_MS,
    failed: failed === null ? null : word(failed, 120),
  };
}

/** @param {unknown} value @param {number} characters @returns {string} */
function word(value, characters) {
  if (typeof value !== "string" || value.length > characters) throw new Error("no text");
  return value;
}

/** @param {unknown} value @param {number} most @returns {number} */
function number(value, most) {
  if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > most)
    throw new Error("no number");
  return Number(value);
}

/** FNV-1a in 64 bits, the lower 40 of them. @param {string} content @returns {Uint8Array} */
function checksumOf(content) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(content)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return Uint8Array.from({ length: CHECKSUM_BYTES }, (_, at) =>
    Number((hash >> BigInt(8 * (CHECKSUM_BYTES - 1 - at))) & 0xffn),
  );
}

/** Eight letters, for people. @param {Uint8Array} sum */
function shown(sum) {
  const letters = base32(sum);
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** What came out may claim to be any size. @param {Uint8Array<ArrayBuffer>} packed */
async function inflated(packed) {
  const bytes = await through(packed, new DecompressionStream("deflate-raw"), JSON_CHARACTERS_MAX);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 * @param {number} [most]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function through(bytes, stream, most = Number.POSITIVE_INFINITY) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
    if (size > most) {
      await reader.cancel();
      throw new Error("too long");
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
