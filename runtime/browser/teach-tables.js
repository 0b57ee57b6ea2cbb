/** A room as three tables: who is stuck, learners by exercises, and totals of each exercise. */

import { html } from "./markup.js";
import { dateTime, standingWords } from "./passport-words.js";
import { hasPassed, standingIn, totalsOf } from "./teach-room.js";

/** @import { Child } from "./markup.js" */
/** @import { Entry } from "./passport-record.js" */
/** @import { Course, Learner, Standing } from "./teach-room.js" */

/** What a column can be ordered by: a fixed one, or an exercise's id. @typedef {{ by: string, isDown: boolean }} Order */

/** The first to see, in a column of an exercise. @type {Standing[]} */
const URGENCY = ["stuck", "tried", "begun", "none", "passed-other", "passed"];

/** @param {Learner} learner @param {Course[]} course */
function counts(learner, course) {
  const standings = course.map(({ id, version }) => standingIn(learner.entries.get(id), version));
  return {
    passed: standings.filter(hasPassed).length,
    stuck: standings.filter((standing) => standing === "stuck").length,
  };
}

/** @param {Learner[]} learners @param {Course[]} course @param {Order} order */
export function ordered(learners, course, { by, isDown }) {
  const exercise = course.find(({ id }) => id === by);
  const value = (/** @type {Learner} */ learner) => {
    switch (by) {
      case "name":
        return 0;
      case "latest":
        return learner.passport.at;
      case "passed":
      case "stuck":
        return counts(learner, course)[by];
      default: {
        const entry = learner.entries.get(by);
        // An exercise's order is by need: more attempts without success stand before fewer.
        return URGENCY.indexOf(standingIn(entry, exercise?.version)) - (entry?.attempts ?? 0) / 1e6;
      }
    }
  };
  const names = (/** @type {Learner} */ a, /** @type {Learner} */ b) =>
    a.passport.name.localeCompare(b.passport.name, "en", { numeric: true });
  const sign = isDown ? -1 : 1;
  return [...learners].sort((a, b) =>
    by === "name" ? sign * names(a, b) : sign * (value(a) - value(b)) || names(a, b),
  );
}

/**
 * @param {Learner[]} learners @param {Course[]} course columns
 * @param {Order} order @param {(by: string) => void} onOrder
 */
export function matrixTable(learners, course, order, onOrder) {
  const head = (/** @type {string} */ by, /** @type {string} */ name, isExercise = false) =>
    html(
      "th",
      {
        scope: "col",
        class: isExercise ? "fb-room__exercise" : null,
        "aria-sort": order.by === by ? (order.isDown ? "descending" : "ascending") : null,
      },
      html(
        "button",
        { type: "button", class: "fb-room__sort", "data-by": by, onclick: () => onOrder(by) },
        html("span", {}, name),
      ),
    );
  return html(
    "table",
    { class: "fb-room__matrix" },
    html("caption", {}, "Learners and exercises. A heading orders the rows by its column."),
    html(
      "thead",
      {},
      html(
        "tr",
        {},
        head("name", "Learner"),
        head("passed", "Passed"),
        head("stuck", "Stuck"),
        ...course.map(({ id, title }) => head(id, title, true)),
        head("latest", "Latest"),
      ),
    ),
    html(
      "tbody",
      {},
      ...ordered(learners, course, order).map((learner) => {
        const { passed, stuck } = counts(learner, course);
        return html(
          "tr",
          { class: learner.isEdited ? "fb-room__edited" : null },
          html(
            "th",
            { scope: "row" },
            learner.passport.name,
            learner.isEdited && html("em", {}, " edited"),
            !learner.isEdited && learner.notes.length > 0 && html("em", {}, " see notes"),
          ),
          html("td", {}, String(passed)),
          html("td", { class: stuck > 0 ? "fb-room__some" : null }, String(stuck)),
          ...course.map(({ id, version }) => cell(learner.entries.get(id), version)),
          html("td", {}, learner.passport.at > 0 ? dateTime(learner.passport.at) : "nothing yet"),
        );
      }),
    ),
  );
}

/** @param {Entry | undefined} entry @param {string} version */
function cell(entry, version) {
  const standing = standingIn(entry, version);
  const words = standingWords(standing, entry);
  return html(
    "td",
    { "data-standing": standing, title: words },
    mark(standing),
    html("span", { "aria-hidden": "true" }, entry?.attempts ? String(entry.attempts) : ""),
    html("span", { class: "fb-live" }, words),
  );
}

/** @param {Standing} standing */
function mark(standing) {
  return html("span", { class: "fb-room__mark", "aria-hidden": "true", "data-standing": standing });
}

/** What the marks say, for those who see them. */
export function legend() {
  /** @type {[Standing, string][]} */
  const all = [
    ["passed", "passed"],
    ["passed-other", "passed in another version"],
    ["stuck", "stuck: three attempts without success, or a hint opened to its end"],
    ["tried", "tried"],
    ["begun", "begun, no attempt"],
    ["none", "not begun"],
  ];
  return html(
    "p",
    { class: "fb-room__legend" },
    ...all.map(([standing, words]) => html("span", {}, mark(standing), ` ${words}`)),
    html("span", {}, "The number: attempts."),
  );
}

/** @param {Learner[]} learners @param {Course[]} course */
export function stuckTable(learners, course) {
  const rows = course.flatMap((exercise) =>
    learners.flatMap((learner) => {
      const entry = learner.entries.get(exercise.id);
      const isStuck = standingIn(entry, exercise.version) === "stuck";
      return entry && isStuck ? [{ exercise, learner, entry }] : [];
    }),
  );
  if (rows.length === 0) return html("p", {}, "Nobody is stuck.");
  const room = new Map(rows.map(({ exercise }) => [exercise.id, 0]));
  for (const { exercise } of rows) room.set(exercise.id, (room.get(exercise.id) ?? 0) + 1);
  const size = (/** @type {{ exercise: Course }} */ { exercise }) => room.get(exercise.id) ?? 0;
  rows.sort((a, b) => size(b) - size(a) || b.entry.attempts - a.entry.attempts);
  return plainTable(
    "Who is stuck, the exercise with most of them first",
    ["Learner", "Exercise", "Attempts", "Hint steps", "Stands at the check", "Latest"],
    rows.map(({ learner, exercise, entry }) => [
      learner.passport.name,
      exercise.title,
      String(entry.attempts),
      `${entry.hints}${entry.deepest >= 3 ? ", one to its end" : ""}`,
      checkTitle(entry.failed, exercise),
      dateTime(entry.at),
    ]),
  );
}

/** @param {Learner[]} learners @param {Course[]} course */
export function totalsTable(learners, course) {
  return plainTable(
    "Each exercise, over all learners",
    [
      ...["Exercise", "Begun", "Passed", "Stuck", "Attempts to pass, the middle"],
      ...["Hints opened to the end", "Where most others stand"],
    ],
    course.map((exercise) => {
      const totals = totalsOf(learners, exercise);
      const { obstacle } = totals;
      return [
        html("a", { href: exercise.page }, exercise.title),
        ...[totals.begun, totals.passed, totals.stuck].map(String),
        totals.attempts === null ? "" : String(totals.attempts),
        String(totals.usedUp),
        obstacle ? `${checkTitle(obstacle.check, exercise)} (${obstacle.count})` : "",
      ];
    }),
  );
}

/** @param {string | null} check @param {Course} exercise */
function checkTitle(check, exercise) {
  if (check === null) return "";
  return Object.hasOwn(exercise.checks, check) ? exercise.checks[check] : check;
}

/** A table whose first column names the rows. @param {string} caption @param {string[]} columns @param {Child[][]} rows */
function plainTable(caption, columns, rows) {
  return html(
    "table",
    { class: "fb-table" },
    html("caption", {}, caption),
    html("thead", {}, html("tr", {}, ...columns.map((name) => html("th", { scope: "col" }, name)))),
    html(
      "tbody",
      {},
      ...rows.map(([first, ...rest]) =>
        html(
          "tr",
          {},
          html("th", { scope: "row" }, first),
          ...rest.map((value) => html("td", {}, value)),
        ),
      ),
    ),
  );
}
