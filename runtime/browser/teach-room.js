/**
 * Many passports as one room: who the learners are, where each stands, and what needs a look.
 *
 *     texts kept, as they came ──read──▶ readings ──▶ learners (newest passport of each) + oddities
 *
 * Only texts are kept, never what was made of them: a newer version of this site reads them again.
 */

import { HINT_STEPS } from "./passport-record.js";
import { readPassports } from "./passport-text.js";

/** @import { Entry, Passport } from "./passport-record.js" */
/** @import { Reading } from "./passport-text.js" */

/**
 * @typedef {{ id: string, title: string, page: string, version: string, chapter: string,
 *   checks: Record<string, string> }} Course one exercise of this site; checks: title by id
 *
 * @typedef {{ raw: string, from: string }} Kept a text, and where it came from
 *
 * @typedef {object} Learner
 * @property {Passport} passport the newest
 * @property {string} checksum
 * @property {boolean} isEdited
 * @property {string[]} notes what a trainer should know of it
 * @property {Map<string, Entry>} entries by exercise
 *
 * @typedef {object} Oddity a text that is no passport, and what to do about it
 * @property {string} title
 * @property {string} advice
 * @property {string} raw
 * @property {string} from
 *
 * @typedef {{ learners: Learner[], oddities: Oddity[], older: number }} Room older: passports that a newer one replaces
 *
 * @typedef {"none" | "begun" | "tried" | "stuck" | "passed" | "passed-other"} Standing with one exercise;
 *   passed-other: in another version than this site's
 */

/** So many attempts without success, and somebody may want help. */
export const STUCK_ATTEMPTS = 3;
/** What a text that is no passport may take of the browser's store. */
export const ODD_CHARACTERS_MAX = 20_000;

/**
 * What to keep of a text that was pasted, dropped or seen: each passport in it, or else the text itself.
 *
 * @param {string} text @param {string} from @returns {Promise<Kept[]>}
 */
export async function sorted(text, from) {
  if (text.trim() === "") return [];
  const readings = await readPassports(text);
  const texts = readings.length > 0 ? readings.map((reading) => reading.raw) : [text.trim()];
  return texts.map((raw) => ({ raw: raw.slice(0, ODD_CHARACTERS_MAX), from }));
}

/** Those of `more` that are not kept yet. @param {Kept[]} kept @param {Kept[]} more */
export function newOnes(kept, more) {
  const known = new Set(kept.map(({ raw }) => raw));
  return more.filter(({ raw }) => !known.has(raw) && known.add(raw));
}

/** @param {Kept[]} kept oldest first @returns {Promise<Room>} */
export async function readRoom(kept) {
  /** @type {Map<string, { reading: Reading, passport: Passport }[]>} */
  const byTag = new Map();
  /** @type {Oddity[]} */
  const oddities = [];
  for (const { raw, from } of kept) {
    const [reading] = await readPassports(raw);
    if (!reading?.passport) {
      oddities.push({ ...diagnosis(raw, reading), raw, from });
      continue;
    }
    const all = byTag.get(reading.passport.tag) ?? [];
    byTag.set(reading.passport.tag, [...all, { reading, passport: reading.passport }]);
  }
  const learners = [...byTag.values()].map(learnerOf);
  noteNamesakes(learners);
  const count = [...byTag.values()].reduce((sum, all) => sum + all.length, 0);
  return { learners, oddities, older: count - learners.length };
}

/**
 * Of several passports of one browser the newest counts; of equally new ones one that was not edited, and
 * then the one that came last.
 *
 * @param {{ reading: Reading, passport: Passport }[]} all @returns {Learner}
 */
function learnerOf(all) {
  const isEdited = (/** @type {Reading} */ reading) => reading.kind === "edited";
  const [newest, ...older] = [...all]
    .reverse()
    .sort(
      (a, b) =>
        b.passport.at - a.passport.at || Number(isEdited(a.reading)) - Number(isEdited(b.reading)),
    );
  const { passport, reading } = newest;
  const notes = [];
  if (isEdited(reading)) {
    notes.push(
      "Edited: the checksum does not fit what the passport says. Ask for it again, from the page “Your work”.",
    );
  }
  if (older.length > 0) {
    const count = older.length === 1 ? "An older passport" : `${older.length} older passports`;
    notes.push(`${count} of this browser came too; the newest counts.`);
  }
  const others = new Set(
    older.map((one) => one.passport.name).filter((name) => name !== passport.name),
  );
  if (others.size > 0)
    notes.push(`Called ${[...others].map((name) => `“${name}”`).join(", ")} before.`);
  return {
    passport,
    checksum: reading.checksum,
    isEdited: isEdited(reading),
    notes,
    entries: new Map(passport.entries.map((entry) => [entry.id, entry])),
  };
}

/** Two browsers, one name: one person with two browsers, or two people. @param {Learner[]} learners */
function noteNamesakes(learners) {
  const key = (/** @type {Learner} */ learner) => learner.passport.name.toLocaleLowerCase();
  for (const learner of learners) {
    const same = learners.filter((other) => other !== learner && key(other) === key(learner));
    if (same.length === 0) continue;
    learner.notes.push(
      "The same name came from another browser: two people, or one who changed browsers. Both are shown.",
    );
  }
}

/** @param {string} raw @param {Reading | undefined} reading @returns {{ title: string, advice: string }} */
function diagnosis(raw, reading) {
  switch (reading?.kind) {
    case "newer":
      return {
        title: "A passport of a newer version of this site",
        advice:
          "Reload this page for the newest version. The text is kept here, and is read again after the reload.",
      };
    case "cut":
      return {
        title: "The beginning of a passport; its end is missing",
        advice:
          "It was cut off on its way. Ask for it as a file, or paste the whole message. Nothing of it is counted.",
      };
    case "damaged":
      return {
        title: "A damaged passport",
        advice:
          "Letters were changed or lost on its way. Ask for it again, as a file or as a QR code. Nothing of it is counted.",
      };
    default:
      return raw.includes('"convex-fieldbook-work"')
        ? {
            title: "An export of somebody's whole work, with code",
            advice:
              "It has no name in it. Ask for the passport, which is on the same page, “Your work”.",
          }
        : {
            title: "No passport in this text",
            advice:
              "A passport begins with FIELDBOOK-PASSPORT. Learners find theirs on the page “Your work”.",
          };
  }
}

/** @param {Entry | undefined} entry @param {string} [version] the site's @returns {Standing} */
export function standingIn(entry, version) {
  if (!entry) return "none";
  if (entry.verdict === "right") return entry.version === version ? "passed" : "passed-other";
  if (entry.attempts >= STUCK_ATTEMPTS || hintsAreUsedUp(entry)) return "stuck";
  return entry.attempts > 0 ? "tried" : "begun";
}

/** @param {Entry} entry @returns {boolean} whether some hint was opened to its last step */
export function hintsAreUsedUp(entry) {
  return entry.deepest >= HINT_STEPS;
}

/** @param {Standing} standing */
export function hasPassed(standing) {
  return standing === "passed" || standing === "passed-other";
}

/**
 * @typedef {object} Totals of one exercise
 * @property {number} begun @property {number} passed @property {number} stuck
 * @property {number | null} attempts the middle of those who passed
 * @property {number} usedUp learners who opened a hint to its end
 * @property {{ check: string, count: number } | null} obstacle the check at which most of the others stand
 */

/** @param {Learner[]} learners @param {{ id: string, version?: string }} exercise @returns {Totals} */
export function totalsOf(learners, { id, version }) {
  const entries = learners.flatMap((learner) => learner.entries.get(id) ?? []);
  const standings = entries.map((entry) => standingIn(entry, version));
  const passed = entries.filter((_, at) => hasPassed(standings[at]));
  /** @type {Map<string, number>} */
  const failed = new Map();
  for (const { failed: check } of entries)
    if (check) failed.set(check, (failed.get(check) ?? 0) + 1);
  const [most] = [...failed].sort((a, b) => b[1] - a[1]);
  return {
    begun: entries.length,
    passed: passed.length,
    stuck: standings.filter((standing) => standing === "stuck").length,
    attempts: middle(passed.map((entry) => entry.attempts)),
    usedUp: entries.filter(hintsAreUsedUp).length,
    obstacle: most ? { check: most[0], count: most[1] } : null,
  };
}

/** @param {number[]} values */
function middle(values) {
  const ordered = [...values].sort((a, b) => a - b);
  if (ordered.length === 0) return null;
  const half = ordered.length >> 1;
  return ordered.length % 2 === 1 ? ordered[half] : (ordered[half - 1] + ordered[half]) / 2;
}

/** Exercises that somebody has worked on and this site does not know. @param {Learner[]} learners @param {Course[]} course */
export function unknownExercises(learners, course) {
  const known = new Set(course.map(({ id }) => id));
  const found = learners.flatMap((learner) => [...learner.entries.keys()]);
  return [...new Set(found.filter((id) => !known.has(id)))].sort();
}
