/** A room as a table for a spreadsheet: one row for each learner and exercise. */

import { hasPassed, standingIn } from "./teach-room.js";

/** @import { Course, Learner } from "./teach-room.js" */

const COLUMNS = [
  ...["name", "browser", "exercise", "title", "content version", "standing", "verdict", "attempts"],
  ...["hint steps", "deepest hint", "passed at", "latest at", "failed check", "checksum", "notes"],
];
/** Without it one spreadsheet takes UTF-8 for something else. */
const BYTE_ORDER_MARK = "\ufeff";

/** @param {Learner[]} learners @param {Course[]} course @returns {string} */
export function csvOf(learners, course) {
  const byId = new Map(course.map((one) => [one.id, one]));
  const rows = learners.flatMap((learner) => {
    const { name, tag } = learner.passport;
    const ends = [learner.checksum, learner.notes.join(" ")];
    if (learner.entries.size === 0) {
      return [[name, tag, "", "", "", "none", "", "0", "0", "0", "", "", "", ...ends]];
    }
    return [...learner.entries.values()].map((entry) => {
      const { id, version, verdict, attempts, hints, deepest, failed } = entry;
      const standing = standingIn(entry, byId.get(id)?.version);
      const at = new Date(entry.at).toISOString();
      const facts = [attempts, hints, deepest].map(String);
      const times = [hasPassed(standing) ? at : "", at];
      return [
        ...[name, tag, id, byId.get(id)?.title ?? "", version, standing, verdict ?? ""],
        ...[...facts, ...times, failed ?? "", ...ends],
      ];
    });
  });
  const lines = [COLUMNS, ...rows].map((row) => row.map(cell).join(","));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}

/** A name that looks like a formula is text to every spreadsheet. @param {string} text */
function cell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
