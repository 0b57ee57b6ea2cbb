/**
 * All of a learner's work as one file, and back. A file that cannot be read whole changes nothing.
 *
 *     { "format": "convex-fieldbook-work", "formatVersion": 1, "exportedAt": "2026-…", "work": [Work, …] }
 */

/** @import { Work } from "./work-record.js" */

export const FORMAT = "convex-fieldbook-work";
export const FORMAT_VERSION = 1;
const CHARACTERS_MAX = 20_000_000;
/** What is larger is not even read into memory. */
export const BYTES_MAX = 4 * CHARACTERS_MAX;
/** The latest time that is a date. */
const LAST_DATE = 8.64e15;
const VERDICTS = ["right", "unsafe", "costly", "wrong", "error"];

/** What is wrong with a file, as a sentence for the one who chose it. */
export class WorkFileError extends Error {}

/** @param {Work[]} work @param {Date} now */
export function writeWorkFile(work, now) {
  return `${JSON.stringify(
    { format: FORMAT, formatVersion: FORMAT_VERSION, exportedAt: now.toISOString(), work },
    null,
    1,
  )}\n`;
}

/**
 * @param {string} text
 * @returns {Work[]}
 * @throws {WorkFileError} when any part of it is not what it should be
 */
export function readWorkFile(text) {
  if (text.length > CHARACTERS_MAX) throw tooLarge();
  /** @type {any} */
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw new WorkFileError("The file is damaged or of another kind: it is not JSON to its end.");
  }
  if (!isRecord(file) || file.format !== FORMAT) {
    throw new WorkFileError("This file was not written by “Your work” of this site.");
  }
  if (typeof file.formatVersion !== "number" || file.formatVersion > FORMAT_VERSION) {
    throw new WorkFileError(
      `A newer version of this site wrote this file (format ${file.formatVersion}; this page reads ` +
        `${FORMAT_VERSION}). Reload this page for the newest version, then import it again.`,
    );
  }
  if (!Array.isArray(file.work)) throw damaged("work");
  /** @type {Work[]} */
  const work = file.work.map(readWork);
  const seen = new Set(); // not pair by pair: a stranger's file may have a million entries
  for (const { id } of work) {
    if (seen.has(id)) throw damaged(`work on “${id}”, which is there twice`);
    seen.add(id);
  }
  return work;
}

/** @param {any} found @param {number} at @returns {Work} */
function readWork(found, at) {
  if (!isRecord(found) || typeof found.id !== "string" || !/^[a-z0-9/_-]{1,120}$/.test(found.id)) {
    throw damaged(`entry ${at + 1}, its id`);
  }
  const where = `the work on “${found.id}”`;
  if (!isRecord(found.versions)) throw damaged(`${where}, its versions`);
  /** @type {Work} */
  const work = { id: found.id, predicted: null, versions: {} };
  if (found.predicted !== null && found.predicted !== undefined) {
    const { choice, isRight, at: when } = found.predicted;
    if (choice !== null && typeof choice !== "string") throw damaged(`${where}, the prediction`);
    if (isRight !== null && typeof isRight !== "boolean") throw damaged(`${where}, the prediction`);
    work.predicted = { choice, isRight, at: time(when, where) };
  }
  for (const [version, one] of Object.entries(found.versions)) {
    if (!/^[0-9a-f]{1,64}$/.test(version) || !isRecord(one)) throw damaged(`${where}, a version`);
    if (one.text !== null && typeof one.text !== "string") throw damaged(`${where}, its text`);
    if (!Array.isArray(one.attempts)) throw damaged(`${where}, its attempts`);
    if (!isRecord(one.hints)) throw damaged(`${where}, its hints`);
    const hints = Object.entries(one.hints);
    if (hints.some(([, steps]) => !Number.isInteger(steps))) throw damaged(`${where}, its hints`);
    work.versions[version] = {
      text: one.text,
      starter: typeof one.starter === "string" ? one.starter : "",
      savedAt: time(one.savedAt, where),
      attempts: one.attempts.map((attempt) => {
        if (!isRecord(attempt) || !VERDICTS.includes(attempt.verdict)) {
          throw damaged(`${where}, an attempt`);
        }
        const failed = typeof attempt.failed === "string" ? attempt.failed : null;
        return { at: time(attempt.at, where), verdict: attempt.verdict, failed };
      }),
      hints: Object.fromEntries(hints),
      passed: one.passed ? readPassed(one.passed, where) : null,
    };
  }
  return work;
}

/** @param {any} passed @param {string} where */
function readPassed(passed, where) {
  if (!isRecord(passed) || typeof passed.text !== "string") throw damaged(`${where}, what passed`);
  return { text: passed.text, at: time(passed.at, where) };
}

/** @param {unknown} value @param {string} where @returns {number} */
function time(value, where) {
  if (typeof value !== "number" || !(value >= 0 && value <= LAST_DATE)) {
    throw damaged(`${where}, a time`);
  }
  return value;
}

export function tooLarge() {
  return new WorkFileError("The file is too large to be one of ours.");
}

/** @param {string} what */
function damaged(what) {
  return new WorkFileError(`The file is damaged: ${what} cannot be read. Nothing was changed.`);
}

/** @param {unknown} value @returns {value is Record<string, any>} */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
