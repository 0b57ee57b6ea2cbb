/** A schedule in words: a sentence for each move, a table of all, how each lane ended. */

import { html } from "./markup.js";
import { unreachable } from "./protocol.js";
import { isAside } from "./timeline-layout.js";

/** @import { Move, Timeline } from "./protocol.js" */

/** @param {Move} move @param {number} count */
export function moveSentence(move, count) {
  const attempt = move.attempt > 1 ? `, attempt ${move.attempt}` : "";
  if (isAside(move)) return `Move ${move.n} of ${count}. ${move.text}`;
  return `Move ${move.n} of ${count}, lane ${move.lane}${attempt}. ${move.text}`;
}

/** @param {Timeline} timeline @returns {HTMLTableElement} */
export function moveTable(timeline) {
  const rows = timeline.moves.map((move) =>
    html(
      "tr",
      {},
      html("td", {}, String(move.n)),
      html(
        "td",
        {},
        isAside(move) ? "–" : html("span", { class: `fb-letter fb-lane-${move.lane}` }, move.lane),
      ),
      html("td", {}, move.attempt > 1 ? `Attempt ${move.attempt}. ${move.text}` : move.text),
    ),
  );
  const ends = timeline.lanes.map((lane) =>
    html(
      "li",
      {},
      html("span", { class: `fb-letter fb-lane-${lane.id}` }, lane.id),
      ` ${lane.title}: ${laneEnd(lane)}`,
    ),
  );
  const heads = ["Move", "Lane", "What happens"];
  return html(
    "table",
    { class: "fb-table" },
    html("caption", {}, html("ul", { class: "fb-timeline__lanes" }, ...ends)),
    html("thead", {}, html("tr", {}, ...heads.map((head) => html("th", { scope: "col" }, head)))),
    html("tbody", {}, ...rows),
  );
}

/** How a lane ended, in words. @param {import("./protocol.js").Lane} lane */
export function laneEnd(lane) {
  const { status, text } = lane.outcome;
  const attempts = lane.attempts > 1 ? ` after ${lane.attempts} attempts` : "";
  switch (status) {
    case "open":
      return "not finished";
    case "returned":
      return `returned ${text}${attempts}`;
    case "raised":
      return `raised ${text}${attempts}`;
    default:
      return unreachable(status);
  }
}
