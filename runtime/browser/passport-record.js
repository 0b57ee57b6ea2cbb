/**
 * What a passport says of a learner's work: how far one is with each exercise, and no code.
 *
 *     Work (work-record.js) ──▶ Entry for each exercise ──▶ Passport ──▶ text (passport-text.js)
 *
 * Pure. Two passports made of the same work and the same name are equal, whenever they are made.
 */

/** @import { Verdict } from "./protocol.js" */
/** @import { VersionWork, Work } from "./work-record.js" */

/**
 * @typedef {object} Entry how far a learner is with one exercise
 * @property {string} id of the exercise
 * @property {string} version of its content, twelve hex digits
 * @property {Verdict | null} verdict right once it has passed, else that of the latest attempt; null: none yet
 * @property {number} attempts up to the first that passed
 * @property {number} hints steps of hints that were shown
 * @property {number} deepest the most steps shown of one hint
 * @property {number} at when it passed, else the latest attempt, else when text was saved
 * @property {string | null} failed the check that the latest attempt did not pass
 *
 * @typedef {object} Passport
 * @property {string} name as the learner typed it
 * @property {string} tag of the browser: tells two people of one name apart
 * @property {number} at the latest of what it says
 * @property {string} course version of all exercises of the site that made it
 * @property {Entry[]} entries
 */

export const NAME_CHARACTERS_MAX = 60;
/** Every hint has this many steps; who has seen the last one has nothing left to open. */
export const HINT_STEPS = 3;
/** Lab scenes are kept under `lab/scene`, and are not graded. */
const SCENE = "/";
const MINUTE_MS = 60_000;

/**
 * @param {object} learner
 * @param {string} learner.name
 * @param {string} learner.tag
 * @param {string} learner.course
 * @param {Work[]} works
 * @param {(id: string) => string | undefined} versionNow the site's version of an exercise
 * @returns {Passport}
 */
export function passportOf({ name, tag, course }, works, versionNow) {
  const entries = works
    .flatMap((work) => entryOf(work, versionNow(work.id)) ?? [])
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const at = Math.max(0, ...entries.map((entry) => entry.at));
  return { name: tidyName(name), tag, at, course, entries };
}

/**
 * @param {string} name
 * @returns {string} on one line, without what turns the text around, and not too long; joiners stay, because
 *   some scripts are not read without them
 */
export function tidyName(name) {
  const turned =
    /[\s\p{Cc}\p{Co}\p{Cs}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;
  const visible = name.normalize("NFC").replace(turned, " ");
  return [...visible.trim()].slice(0, NAME_CHARACTERS_MAX).join("").trim();
}

/**
 * The version that says most: one that passed, rather that of today; else that of today; else the latest.
 *
 * @param {Work} work @param {string | undefined} now @returns {Entry | null} null: there is nothing to say
 */
function entryOf(work, now) {
  if (work.id.includes(SCENE)) return null;
  const begun = Object.entries(work.versions).filter(
    ([, one]) => one.attempts.length > 0 || one.text !== null || deepestOf(one) > 0,
  );
  if (begun.length === 0) return null;
  const [version, one] = begun.sort(
    (a, b) => rank(b, now) - rank(a, now) || latest(b) - latest(a),
  )[0];
  const first = one.attempts.findIndex((attempt) => attempt.verdict === "right");
  const counted = first < 0 ? one.attempts : one.attempts.slice(0, first + 1);
  const last = counted.at(-1);
  return {
    id: work.id,
    version,
    verdict: last?.verdict ?? null,
    attempts: counted.length,
    hints: Object.values(one.hints).reduce((sum, steps) => sum + steps, 0),
    deepest: deepestOf(one),
    at: toMinute(last?.at ?? one.savedAt),
    failed: first < 0 ? (last?.failed ?? null) : null,
  };
}

/** @param {[string, VersionWork]} version @param {string | undefined} now */
function rank([version, one], now) {
  const hasPassed = one.attempts.some((attempt) => attempt.verdict === "right");
  return (hasPassed ? 2 : 0) + (version === now ? 1 : 0);
}

/** @param {[string, VersionWork]} version */
function latest([, one]) {
  return Math.max(one.savedAt, one.attempts.at(-1)?.at ?? 0);
}

/** @param {VersionWork} one */
function deepestOf(one) {
  return Math.max(0, ...Object.values(one.hints));
}

/** A passport does not tell to the second when somebody worked. @param {number} time_ms */
function toMinute(time_ms) {
  return Math.floor(time_ms / MINUTE_MS) * MINUTE_MS;
}
