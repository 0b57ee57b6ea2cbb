/** What a passport says, in words and as a table, for the learner who hands it on and the trainer who reads it. */

import { html } from "./markup.js";
import { hasPassed, hintsAreUsedUp, standingIn } from "./teach-room.js";
import { verdictName } from "./verdict-name.js";

/** @import { Entry, Passport } from "./passport-record.js" */
/** @import { Course, Standing } from "./teach-room.js" */

/** @param {Standing} standing @param {Entry | undefined} entry @returns {string} in a few words */
export function standingWords(standing, entry) {
  const count = entry?.attempts === 1 ? "1 attempt" : `${entry?.attempts ?? 0} attempts`;
  const hints = entry && hintsAreUsedUp(entry) ? ", a hint opened to its end" : "";
  switch (standing) {
    case "none":
      return "not begun";
    case "begun":
      return "begun, no attempt yet";
    case "tried":
      return `${count}, not passed yet`;
    case "stuck":
      return `stuck: ${count} without success${hints}`;
    case "passed":
      return `passed after ${count}`;
    default:
      return `passed after ${count}, in another version of the exercise`;
  }
}

/** @param {number} time_ms @returns {string} such as 23 Nov 2026, 14:05, on the reader's clock */
export function dateTime(time_ms) {
  return new Date(time_ms).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
}

/** @param {number} time_ms @returns {string} such as 23 November 2026 */
export function longDate(time_ms) {
  return new Date(time_ms).toLocaleDateString("en-GB", { dateStyle: "long" });
}

/** In the order of the course; what it does not have comes last. @param {Entry[]} entries @param {Course[]} exercises */
export function inCourseOrder(entries, exercises) {
  const places = new Map(exercises.map(({ id }, at) => [id, at]));
  const place = (/** @type {Entry} */ entry) => places.get(entry.id) ?? exercises.length;
  return [...entries].sort((a, b) => place(a) - place(b));
}

/** @param {Passport} passport @param {Course[]} exercises */
export function passportTable({ entries }, exercises) {
  const byId = new Map(exercises.map((one) => [one.id, one]));
  if (entries.length === 0) return html("p", {}, "Your name, and that nothing has been begun.");
  const columns = ["Exercise", "Content version", "Verdict", "Attempts", "Hint steps", "When"];
  return html(
    "div",
    { class: "fb-scroll", tabindex: 0, role: "region", "aria-label": "What is in the passport" },
    html(
      "table",
      { class: "fb-table" },
      html(
        "thead",
        {},
        html("tr", {}, ...columns.map((name) => html("th", { scope: "col" }, name))),
      ),
      html(
        "tbody",
        {},
        ...inCourseOrder(entries, exercises).map((entry) => {
          const standing = standingIn(entry, byId.get(entry.id)?.version);
          const verdict = entry.verdict === null ? "none yet" : verdictName(entry.verdict);
          return html(
            "tr",
            {},
            html("th", { scope: "row" }, byId.get(entry.id)?.title ?? entry.id),
            html("td", {}, html("code", {}, entry.version)),
            html("td", {}, hasPassed(standing) ? "Right" : verdict),
            html("td", {}, String(entry.attempts)),
            html("td", {}, String(entry.hints)),
            html("td", {}, dateTime(entry.at)),
          );
        }),
      ),
    ),
    html("p", {}, "And your name, a random mark of this browser, and nothing else: no code."),
  );
}
