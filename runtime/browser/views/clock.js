/** The picture of a scene about time: a row for each kind of work, and the clock as a line across all of them. */

import { html, svg } from "../markup.js";
import { layOutClock } from "./clock-layout.js";
import { jobLegend, jobMark } from "./job-marks.js";

/** @import { Layout, Picture, Placed } from "./clock-layout.js" */

const AGAIN_ROOM = 80;

/**
 * @param {Picture} picture
 * @param {{ width: number }} options width: what is there, in CSS pixels
 * @returns {HTMLElement}
 */
export function draw(picture, { width }) {
  const layout = layOutClock(picture, width);
  return html(
    "div",
    { class: "fb-clock" },
    svg(
      "svg",
      {
        viewBox: `0 0 ${layout.width} ${layout.height}`,
        width: layout.width,
        height: layout.height,
        "aria-hidden": "true", // the sentence and the table say the same
        focusable: "false",
      },
      ...axis(layout),
      ...layout.rows.map((row) =>
        svg("text", { class: "fb-clock__row", x: row.titleX, y: row.titleY }, row.title),
      ),
      ...now(layout, picture.nowText),
      ...layout.marks.map((placed) => drawMark(placed, layout.right)),
    ),
    jobLegend(picture.marks.map(({ state }) => state)),
  );
}

/** @param {Layout} layout */
function axis({ ticks, rows, left, right, height }) {
  return [
    ...rows.map(({ y, height: tall }) =>
      svg("rect", {
        class: "fb-clock__ground",
        x: left - 8,
        y,
        width: right - left + 16,
        height: tall,
        rx: 3,
      }),
    ),
    ...ticks.map(({ x }) => svg("path", { class: "fb-clock__tick", d: `M${x} 40V${height}` })),
    ...ticks.map(({ x, text, anchor }) =>
      svg("text", { class: "fb-clock__time", x, y: 34, "text-anchor": anchor }, text),
    ),
  ];
}

/** @param {Layout} layout @param {string} text */
function now({ nowX, nowAnchor, height }, text) {
  return [
    svg("path", { class: "fb-clock__now", "data-key": "now", d: `M${nowX} 18V${height}` }),
    svg("path", { class: "fb-clock__hand", "data-key": "hand", d: `M${nowX - 5} 17h10l-5 7z` }),
    svg("text", { class: "fb-clock__now-text", x: nowX, y: 12, "text-anchor": nowAnchor }, text),
  ];
}

/** @param {number} attempts @param {number} x @param {number} y @param {boolean} isAtEnd no room behind the mark */
function again(attempts, x, y, isAtEnd) {
  return svg(
    "text",
    {
      class: "fb-clock__again",
      x: isAtEnd ? x - 12 : x + 12,
      y: y + 4,
      "text-anchor": isAtEnd ? "end" : "start",
    },
    `attempt ${attempts}`,
  );
}

/** @param {Placed} placed @param {number} right */
function drawMark({ mark, x, y, waitX, run }, right) {
  const isAtEnd = right - x < AGAIN_ROOM;
  return svg(
    "g",
    {
      class: `fb-clock__mark${mark.isNew ? " fb-clock__mark--new" : ""}`,
      "data-key": `${mark.row}:${mark.name}:${mark.at}`,
    },
    waitX === null
      ? null
      : svg("path", { class: "fb-clock__wait", d: `M${waitX} ${y - 4}v8M${waitX} ${y}H${x}` }),
    run ? svg("path", { class: "fb-clock__run", d: `M${run[0]} ${y}H${run[1]}` }) : null,
    mark.isNew ? svg("circle", { class: "fb-clock__halo", cx: x, cy: y, r: 9.5 }) : null,
    jobMark(mark.state, x, y),
    mark.attempts > 1 ? again(mark.attempts, x, y, isAtEnd) : null,
  );
}
