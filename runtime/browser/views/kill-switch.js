/**
 * The picture of a run with a kill switch:
 *
 *     where the worker can die    ● ● ● ⊗ ⊗ ● ●         one mark for each move, kept or broken
 *     jobs  job#1 ◐ in progress   stored  orders#1 …    the bank  charge(30) done
 *     the moves so far, lane by lane, a crash as a line across all of them
 */

import { html, svg } from "../markup.js";
import { drawTimeline } from "../timeline-drawing.js";
import { layOut } from "../timeline-layout.js";
import { jobChip } from "./job-marks.js";

/** @import { Move, Timeline } from "../protocol.js" */
/** @import { JobState } from "./job-marks.js" */

/**
 * @typedef {{ move: number, state: "kept" | "broken", isChosen: boolean }} Point
 * @typedef {{ name: string, call: string, state: JobState, error: string }} Job
 * @typedef {{ name: string, text: string }} Stored
 * @typedef {{ name: string, requests: { text: string, done: boolean }[] }} Service
 * @typedef {Timeline & { moves: (Move & { isUndone: boolean })[] }} MarkedTimeline
 * @typedef {{ points: Point[], move: number, timeline: MarkedTimeline, jobs: Job[],
 *   stored: Stored[], outside: Service[] }} Picture
 */

/** @typedef {(id: string, value: number) => void} Choose sets a control of the scene */

/**
 * @param {Picture} picture
 * @param {{ width: number, choose: Choose }} options width: what is there, in CSS pixels
 * @returns {HTMLElement}
 */
export function draw(picture, { width, choose }) {
  return html(
    "div",
    { class: "fb-kill" },
    strip(picture.points, choose),
    html(
      "div",
      { class: "fb-kill__boxes" },
      box("Jobs", "None is stored.", picture.jobs.map(jobItem)),
      box("Stored documents", "None.", picture.stored.map(storedItem)),
      ...picture.outside.map(({ name, requests }) =>
        box(`The ${name}`, "Nobody has asked it for anything.", requests.map(requestItem)),
      ),
    ),
    moves(picture.timeline, width),
  );
}

/** A click is a short way to the slider above, which the keyboard has. @param {Point[]} points @param {Choose} choose */
function strip(points, choose) {
  return html(
    "div",
    { class: "fb-kill__strip" },
    html(
      "p",
      { class: "fb-kill__title" },
      "The worker can die before each move. Does the rule hold then?",
    ),
    html("ol", {}, ...points.map((point) => pointItem(point, choose))),
  );
}

/** @param {Point} point @param {Choose} choose */
function pointItem({ move, state, isChosen }, choose) {
  const here = isChosen ? ", chosen" : "";
  return html(
    "li",
    {
      class: `fb-kill__point fb-kill__point--${state}${isChosen ? " fb-kill__point--chosen" : ""}`,
      onclick: () => choose("kill", move),
    },
    svg(
      "svg",
      { viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" },
      svg(
        "g",
        { class: `fb-mark fb-mark--${state === "kept" ? "commit" : "conflict"}` },
        svg("circle", { cx: 10, cy: 10, r: state === "kept" ? 6.5 : 8 }),
        state === "kept" ? null : svg("path", { d: "M6 6l8 8M14 6l-8 8" }),
      ),
    ),
    html("span", { "aria-hidden": "true" }, String(move)),
    html("span", { class: "fb-unseen" }, `before move ${move}: ${state}${here}`),
  );
}

/** @param {string} title @param {string} empty @param {HTMLElement[]} items */
function box(title, empty, items) {
  return html(
    "div",
    { class: "fb-kill__box" },
    html("p", { class: "fb-kill__title" }, title),
    items.length > 0 ? html("ul", {}, ...items) : html("p", { class: "fb-kill__none" }, empty),
  );
}

/** @param {Job} job */
function jobItem({ name, call, state, error }) {
  return html(
    "li",
    { "data-key": name },
    html("b", {}, name),
    html("code", {}, call),
    jobChip(state),
    error ? html("span", { class: "fb-kill__error" }, error) : null,
  );
}

/** @param {Stored} document */
function storedItem({ name, text }) {
  return html("li", { "data-key": name }, html("b", {}, name), html("code", {}, text));
}

/** @param {{ text: string, done: boolean }} request */
function requestItem({ text, done }) {
  const said = done ? "done" : "its key was known: nothing done";
  return html("li", {}, html("code", {}, text), html("span", {}, said));
}

/** @param {MarkedTimeline} timeline @param {number} width */
function moves(timeline, width) {
  const current = timeline.moves.at(-1)?.n ?? 0;
  const drawing = drawTimeline(layOut(timeline, width), timeline, current, () => {});
  for (const [at, row] of [...drawing.querySelectorAll(".fb-row")].entries()) {
    if (timeline.moves[at]?.isUndone) row.classList.add("fb-row--undone");
    row.setAttribute("data-key", `move:${at}`);
  }
  return html("div", { class: "fb-timeline fb-kill__moves" }, drawing);
}
