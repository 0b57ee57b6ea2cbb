/**
 * The picture of a read-set meter: a card for each call, with its counts as bars on its limits.
 *
 *     a  by_index("mail")                 b  by_filter("mail")
 *     documents  ▇░░░░░░░   2 of 32       documents  ▇▇▇▇▇▇░░  24 of 32
 *     jobs.by_queue … [ … ]               jobs.by_creation_time [all]
 *     what would make it run again        what would make it run again
 */

import { html, svg } from "../markup.js";

/**
 * @typedef {{ name: string, used: number, limit: number, added: number }} Meter
 * @typedef {{ id: string, title: string, kind: string, state: "waiting" | "running" | "done" | "raised",
 *   meters: Meter[], parts: { index: string, range: string, documents: number }[], more: number,
 *   surface: string[], returned: string }} Card
 * @typedef {{ lanes: Card[] }} Picture
 */

const BAR_WIDTH = 200;
const SIDE_BY_SIDE = 560;

/**
 * @param {Picture} picture
 * @param {{ width: number }} options width: what is there, in CSS pixels
 * @returns {HTMLElement}
 */
export function draw({ lanes }, { width }) {
  const isWide = width >= SIDE_BY_SIDE && lanes.length > 1;
  const look = isWide ? " fb-read-sets--wide" : "";
  return html("div", { class: `fb-read-sets${look}` }, ...lanes.map(card));
}

const STATES = { waiting: "not run yet", running: "running", done: "returned", raised: "raised" };

/** @param {Card} lane */
function card({ id, title, state, meters, parts, more, surface, returned }) {
  return html(
    "div",
    { class: `fb-read-set fb-read-set--${state} fb-lane-${id}` },
    html(
      "p",
      { class: "fb-read-set__title" },
      html("span", { class: `fb-letter fb-lane-${id}` }, id),
      html("code", {}, title),
      returned ? null : html("span", { class: "fb-read-set__state" }, STATES[state]),
    ),
    html("div", { class: "fb-read-set__meters" }, ...meters.map((one) => meter(one, id))),
    ranges(parts, more, id),
    surface.length > 0 ? conflicts(surface) : null,
    returned
      ? html(
          "p",
          { class: `fb-read-set__returned fb-read-set__returned--${state}` },
          `${STATES[state]} `,
          html("code", {}, returned),
        )
      : null,
  );
}

/** What is used fills the bar; what this step added has a stripe of its own. @param {Meter} meter @param {string} id of its lane */
function meter({ name, used, limit, added }, id) {
  const isOver = used > limit;
  const share = (/** @type {number} */ count) =>
    count === 0 ? 0 : Math.max(Math.min(count / limit, 1) * BAR_WIDTH, 2);
  const before = share(used - added);
  const now = share(used);
  return html(
    "div",
    { class: `fb-read-meter${isOver ? " fb-read-meter--over" : ""}` },
    html("span", { class: "fb-read-meter__name" }, name),
    svg(
      "svg",
      {
        class: "fb-read-meter__bar",
        viewBox: `0 0 ${BAR_WIDTH} 12`,
        preserveAspectRatio: "none",
        "aria-hidden": "true",
      },
      svg("rect", { class: "fb-read-meter__whole", x: 0, y: 2, width: BAR_WIDTH, height: 8 }),
      svg("rect", {
        class: "fb-read-meter__used",
        "data-key": `used:${id}:${name}`,
        "data-grow": true,
        x: 0,
        y: 2,
        width: before,
        height: 8,
      }),
      svg("rect", {
        class: "fb-read-meter__added",
        "data-key": `added:${id}:${name}:${used}`,
        x: before,
        y: 0,
        width: Math.max(now - before, 0),
        height: 12,
      }),
    ),
    html(
      "span",
      { class: "fb-read-meter__count" },
      html("b", {}, used.toLocaleString("en-US")),
      ` of ${limit.toLocaleString("en-US")}${isOver ? ", over the limit" : ""}`,
    ),
  );
}

/** @param {Card["parts"]} parts @param {number} more @param {string} id of its lane */
function ranges(parts, more, id) {
  return html(
    "div",
    {},
    html("p", { class: "fb-read-set__heading" }, "Read set"),
    parts.length === 0
      ? html("p", { class: "fb-read-set__none" }, "nothing yet")
      : html(
          "ul",
          { class: "fb-read-set__ranges" },
          ...parts.map(({ index, range, documents }) =>
            html(
              "li",
              { "data-key": `range:${id}:${index} ${range}` },
              html("code", {}, index, " ", html("span", { class: "fb-read-set__range" }, range)),
              html("span", {}, documents === 1 ? "1 document" : `${documents} documents`),
            ),
          ),
          more > 0 ? html("li", {}, `and ${more} more`) : null,
        ),
  );
}

/** @param {string[]} sentences */
function conflicts(sentences) {
  return html(
    "div",
    {},
    html("p", { class: "fb-read-set__heading" }, "What it depends on"),
    html("ul", { class: "fb-read-set__surface" }, ...sentences.map((one) => html("li", {}, one))),
  );
}
