/**
 * What is kept of a learner's work on one exercise or scene, and how two copies become one.
 *
 *     Work  id, prediction
 *      └─ versions: by content version   text · attempts · hints shown · the text that passed
 *
 * Pure: no storage and no page, so that it can be tested alone.
 */

/** @import { Verdict } from "./protocol.js" */

/**
 * @typedef {{ at: number, verdict: Verdict, failed: string | null }} Attempt failed: a check's id
 *
 * @typedef {object} VersionWork
 * @property {string | null} text null: the starter
 * @property {string} starter digest of the starter that the text began as; empty if not known
 * @property {number} savedAt
 * @property {Attempt[]} attempts oldest first
 * @property {Record<string, number>} hints most steps shown, by hint
 * @property {{ text: string, at: number } | null} passed the latest text that passed
 *
 * @typedef {{ choice: string | null, isRight: boolean | null, at: number }} Prediction choice null:
 *   skipped; isRight null: not run yet
 *
 * @typedef {{ id: string, predicted: Prediction | null,
 *   versions: Record<string, VersionWork> }} Work
 *
 * @typedef {object} Standing how far a learner is with the version of today
 * @property {"new" | "begun" | "passed" | "passed-before"} state the last: an earlier version
 * @property {Verdict | null} verdict of the latest attempt
 * @property {number} attempts
 */

const ATTEMPTS_MAX = 200;

/** @param {string} id @returns {Work} */
export function emptyWork(id) {
  return { id, predicted: null, versions: {} };
}

/** The part of `work` for `version`, made if need be. @param {Work} work @param {string} version */
export function versionOf(work, version) {
  work.versions[version] ??= {
    text: null,
    starter: "",
    savedAt: 0,
    attempts: [],
    hints: {},
    passed: null,
  };
  return work.versions[version];
}

/** @param {VersionWork} work @param {Attempt} attempt */
export function addAttempt(work, attempt) {
  work.attempts = newest([...work.attempts, attempt]);
}

/** @param {Work | undefined} work @param {string} version @returns {Standing} */
export function standing(work, version) {
  const now = work?.versions[version];
  const attempts = now?.attempts ?? [];
  const verdict = attempts.at(-1)?.verdict ?? null;
  const count = attempts.length;
  if (hasPassed(now)) return { state: "passed", verdict, attempts: count };
  const others = Object.values(work?.versions ?? {});
  if (others.some(hasPassed)) return { state: "passed-before", verdict, attempts: count };
  const isBegun = others.some((one) => one.text !== null || one.attempts.length > 0);
  return { state: isBegun ? "begun" : "new", verdict, attempts: count };
}

/** @param {VersionWork | undefined} work */
function hasPassed(work) {
  return (work?.attempts ?? []).some((attempt) => attempt.verdict === "right");
}

/**
 * Two copies as one: the newer text, all attempts, every hint that was shown in either.
 *
 * @param {Work} mine @param {Work} other @returns {Work}
 */
export function mergeWork(mine, other) {
  const merged = structuredClone(mine);
  merged.predicted = laterPrediction(mine.predicted, other.predicted);
  for (const [version, theirs] of Object.entries(other.versions)) {
    const ours = versionOf(merged, version);
    if (theirs.text !== null && (ours.text === null || theirs.savedAt > ours.savedAt)) {
      ours.text = theirs.text;
      ours.starter = theirs.starter;
      ours.savedAt = theirs.savedAt;
    }
    const known = new Set(ours.attempts.map((attempt) => `${attempt.at} ${attempt.verdict}`));
    const more = theirs.attempts.filter((one) => !known.has(`${one.at} ${one.verdict}`));
    ours.attempts = newest([...ours.attempts, ...more].sort((a, b) => a.at - b.at));
    for (const [hint, steps] of Object.entries(theirs.hints)) {
      ours.hints[hint] = Math.max(ours.hints[hint] ?? 0, steps);
    }
    ours.passed = later(ours.passed, theirs.passed);
  }
  return merged;
}

/**
 * What is kept, brought up to what the journal says was done later on this device: unlike an import, a
 * later reset to the starter counts.
 *
 * @param {Work} kept @param {Work} journaled @returns {Work}
 */
export function catchUp(kept, journaled) {
  const work = mergeWork(kept, journaled);
  for (const [version, { text, starter, savedAt }] of Object.entries(journaled.versions)) {
    if (savedAt > (kept.versions[version]?.savedAt ?? 0))
      Object.assign(versionOf(work, version), { text, starter, savedAt });
  }
  return work;
}

/** The later one; of the same one twice, that which has been run. @param {Prediction | null} one @param {Prediction | null} other */
function laterPrediction(one, other) {
  const isSame = one?.at === other?.at && one?.choice === other?.choice;
  return isSame && one?.isRight === null ? other : later(one, other);
}

/**
 * @template {{ at: number }} T
 * @param {T | null} one
 * @param {T | null} other
 */
function later(one, other) {
  if (one === null || other === null) return one ?? other;
  return other.at > one.at ? other : one;
}

/** No more than can be kept; what passed stays. @param {Attempt[]} attempts */
function newest(attempts) {
  if (attempts.length <= ATTEMPTS_MAX) return attempts;
  const first = attempts.find((attempt) => attempt.verdict === "right");
  const rest = attempts.slice(-ATTEMPTS_MAX + 1);
  return first && !rest.includes(first) ? [first, ...rest] : attempts.slice(-ATTEMPTS_MAX);
}

/** A short digest, to tell whether two starters are one. @param {string} text */
export function digest(text) {
  let hash = 0x811c9dc5;
  for (const character of text.trimEnd()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, "0");
}
