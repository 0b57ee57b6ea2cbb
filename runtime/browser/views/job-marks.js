/**
 * The states of scheduled functions and cron runs as shapes, the same in every picture.
 *
 *     planned ◇   pending ○   in progress ◐   success ●   failed ⊗   canceled ⊘   skipped ×   call ■
 */

import { html, svg } from "../markup.js";

/**
 * @typedef {"planned" | "pending" | "inProgress" | "success" | "failed" | "canceled" | "skipped"
 *   | "call"} JobState
 */

/** @type {Record<JobState, string>} */
export const STATE_WORDS = {
  call: "call of a client",
  planned: "planned",
  pending: "pending",
  inProgress: "in progress",
  success: "success",
  failed: "failed",
  canceled: "canceled",
  skipped: "skipped",
};

/** @param {JobState} state @param {number} x @param {number} y */
export function jobMark(state, x, y) {
  return svg("g", { class: `fb-job fb-job--${state}` }, ...shapes(state, x, y));
}

/** @param {JobState} state @param {number} x @param {number} y @returns {SVGElement[]} */
function shapes(state, x, y) {
  const ring = (r = 5.5) => svg("circle", { cx: x, cy: y, r });
  switch (state) {
    case "call":
      return [svg("rect", { x: x - 5, y: y - 5, width: 10, height: 10 })];
    case "planned":
      return [svg("path", { d: `M${x} ${y - 5}l5 5l-5 5l-5 -5z` })];
    case "pending":
    case "success":
      return [ring()];
    case "inProgress":
      return [
        ring(),
        svg("path", { class: "fb-job__half", d: `M${x} ${y - 5.5}a5.5 5.5 0 0 1 0 11z` }),
      ];
    case "failed":
      return [ring(6.5), svg("path", { d: `M${x - 3.2} ${y - 3.2}l6.4 6.4m0 -6.4l-6.4 6.4` })];
    case "canceled":
      return [ring(), svg("path", { d: `M${x - 6.5} ${y + 6.5}l13 -13` })];
    case "skipped":
      return [svg("path", { d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` })];
    default:
      return []; // a state that this page does not know yet: its word stands beside it
  }
}

/** A state as its shape and its word. @param {JobState} state @param {string} [text] */
export function jobChip(state, text = STATE_WORDS[state] ?? state) {
  return html(
    "span",
    { class: "fb-job-chip" },
    svg(
      "svg",
      { viewBox: "0 0 18 18", width: 18, height: 18, "aria-hidden": "true" },
      jobMark(state, 9, 9),
    ),
    text,
  );
}

/** What the shapes of one picture mean. @param {JobState[]} states */
export function jobLegend(states) {
  const shown = /** @type {JobState[]} */ (Object.keys(STATE_WORDS)).filter((state) =>
    states.includes(state),
  );
  return html(
    "ul",
    { class: "fb-job-legend" },
    ...shown.map((state) => html("li", {}, jobChip(state))),
  );
}
