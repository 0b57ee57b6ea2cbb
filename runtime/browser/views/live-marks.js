/**
 * The marks of live queries: a write that landed, a run, an answer.
 *
 *     [#]  landed in what was read     o   ran     oo  from the cache     >  new     (=)  equal
 */

import { html, svg } from "../markup.js";

/** @import { Cell } from "./subscriptions.js" */

/** What one moment did to one query, in marks from left to right. @param {Cell} cell */
export function marks({ touched, ran, told }) {
  return svg(
    "svg",
    { class: "fb-live-marks", viewBox: "0 0 76 22", width: 76, height: 22, "aria-hidden": "true" },
    svg("path", {
      class: "fb-live-marks__line",
      d: `M${touched ? 11 : 38} 11H${told === "none" ? 38 : 65}`,
    }),
    touched ? svg("g", {}, brackets(11, 11), written(11, 11)) : null,
    ran === "none" ? null : ranMark(ran, 38),
    told === "none" ? null : toldMark(told, 65),
  );
}

/** @param {number} x @param {number} [y] */
function brackets(x, y = 9) {
  return svg(
    "g",
    { class: "fb-mark fb-mark--read" },
    svg("rect", { class: "fb-mark__ground", x: x - 8, y: y - 7, width: 16, height: 14 }),
    svg("path", { d: `M${x - 3} ${y - 6}h-4v12h4M${x + 3} ${y - 6}h4v12h-4` }),
  );
}

/** @param {number} x @param {number} [y] */
function written(x, y = 9) {
  return svg("rect", { class: "fb-mark fb-mark--write", x: x - 3, y: y - 3, width: 6, height: 6 });
}

/** A run begins as a transaction does; the cache is two results that are one. @param {"run" | "cache"} ran @param {number} x */
function ranMark(ran, x) {
  const own = svg("circle", { class: "fb-mark fb-live-ran", cx: x, cy: 11, r: 6 });
  if (ran === "run") return own;
  return svg(
    "g",
    {},
    svg("circle", { class: "fb-mark fb-live-ran fb-live-ran--cache", cx: x - 4, cy: 11, r: 6 }),
    svg("circle", { class: "fb-mark fb-live-ran fb-live-ran--cache", cx: x + 4, cy: 11, r: 6 }),
  );
}

/** @param {"new" | "equal"} told @param {number} x */
function toldMark(told, x) {
  if (told === "new") {
    return svg("path", { class: "fb-live-told fb-live-told--new", d: `M${x - 5} 4l11 7l-11 7z` });
  }
  return svg(
    "g",
    { class: "fb-mark fb-live-told fb-live-told--equal" },
    svg("circle", { cx: x, cy: 11, r: 7.5 }),
    svg("path", { d: `M${x - 3.5} 9h7M${x - 3.5} 13h7` }),
  );
}

/** Inside of what was read, or beside it. @param {boolean} isInside */
export function landingMark(isInside) {
  return svg(
    "svg",
    { viewBox: "0 0 22 18", width: 22, height: 18, "aria-hidden": "true" },
    brackets(isInside ? 11 : 9),
    written(isInside ? 11 : 19),
  );
}

/** What the marks mean. */
export function legend() {
  /** @type {[SVGElement, string][]} */
  const entries = [
    [svg("g", {}, brackets(11, 11), written(11, 11)), "a write landed in what it had read"],
    [ranMark("run", 11), "ran again"],
    [ranMark("cache", 11), "from the cache"],
    [toldMark("new", 11), "new: sent"],
    [toldMark("equal", 11), "equal: not sent"],
  ];
  return html(
    "ul",
    { class: "fb-live-queries__legend" },
    ...entries.map(([mark, text]) =>
      html(
        "li",
        {},
        svg("svg", { viewBox: "0 0 24 22", width: 24, height: 22, "aria-hidden": "true" }, mark),
        text,
      ),
    ),
  );
}
