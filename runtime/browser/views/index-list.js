/**
 * The picture of an index: its keys in order, a row for each; the ranges stand to the left of them.
 *
 *      asked  kept
 *               blue   no. 1  messages#2
 *        ┊  [   red    no. 2  messages#3   ●  read
 *        ┊  [   red    no. 4  messages#6   ○  read, dropped by the filter
 *        ┊      red    no. 7  messages#8   ▸  the scan stands here
 *               teal   no. 3  messages#4
 *
 * A range goes from one gap of the list to another, so an empty one is a mark between two keys.
 */

import { html, svg } from "../markup.js";

/**
 * @typedef {{ text: string, from: number, to: number }} Span
 * @typedef {{ name: string, key: string[], state: "" | "next" | "kept" | "dropped",
 *   landing: "" | "inside" | "outside" }} Row
 * @typedef {{ index: string, fields: string[], order: "asc" | "desc", asked: Span | null, read: Span[],
 *   rows: Row[], counts: { stored: number, read: number, kept: number } }} Picture
 */

const ROW = 24;
const HEAD = 26;
const GUTTER = 58;
const MARK = 26;
const ASKED_X = 10;
const KEPT_X = 34;
const CHARACTER = 6.9;
const WORDS_MIN = 470;

/**
 * @param {Picture} picture
 * @param {{ width: number }} options width: what is there, in CSS pixels
 * @returns {HTMLElement}
 */
export function draw(picture, { width }) {
  return html(
    "div",
    { class: "fb-index" },
    html("p", { class: "fb-index__name" }, html("code", {}, picture.index)),
    ranges(picture),
    list(picture, width),
    legend(picture),
  );
}

/** The two ranges in words, each with its mark. @param {Picture} picture */
function ranges({ asked, read, order }) {
  const direction = order === "desc" ? "backwards" : "forwards";
  return html(
    "dl",
    { class: "fb-index__ranges" },
    html("dt", {}, icon(bracket(4, 3, 17, "fb-index__asked")), "asked for"),
    html("dd", {}, html("code", {}, asked?.text ?? "nothing yet"), ` ${asked ? direction : ""}`),
    html("dt", {}, icon(bracket(4, 3, 17, "fb-index__kept")), "read set"),
    html("dd", {}, html("code", {}, read.map(({ text }) => text).join(", ") || "nothing yet")),
  );
}

/** @param {Picture} picture @param {number} width */
function list({ fields, rows, asked, read, order }, width) {
  const columns = layOut(fields, rows, width);
  const total = Math.max(...columns.map(({ end }) => end)) + (width >= WORDS_MIN ? 150 : 4);
  const height = HEAD + rows.length * ROW + 8;
  const y = (/** @type {number} */ gap) => HEAD + gap * ROW;
  const spanOf = (/** @type {Span} */ { from, to }) =>
    from === to ? [y(from) - 5, y(from) + 5] : [y(from) + 2, y(to) - 2];
  const drawn = Math.max(Math.min(width, total), 200);
  return svg(
    "svg",
    {
      class: "fb-index__list",
      viewBox: `0 0 ${drawn} ${height}`,
      width: drawn,
      height,
      "aria-hidden": "true",
    },
    ...read.map((span, at) => {
      const [top, bottom] = spanOf(span);
      const key = { "data-key": `ground:${at}`, "data-grow": true };
      const ground = { x: KEPT_X, y: top, width: drawn - KEPT_X, height: bottom - top };
      return svg("rect", { class: "fb-index__ground", ...key, ...ground });
    }),
    ...columns.map(({ x, name }) => svg("text", { class: "fb-index__head", x, y: HEAD - 9 }, name)),
    ...rows.map((row, at) =>
      svg(
        "g",
        { "data-key": `row:${row.name}` },
        ...rowOf(row, y(at), columns, drawn, width >= WORDS_MIN),
      ),
    ),
    asked ? bracket(ASKED_X, ...pair(spanOf(asked)), "fb-index__asked", "asked") : null,
    asked ? arrow(ASKED_X, spanOf(asked), order) : null,
    ...read.map((span, at) =>
      bracket(KEPT_X, ...pair(spanOf(span)), "fb-index__kept", `kept:${at}`),
    ),
  );
}

/** @param {number[]} span @returns {[number, number]} */
function pair([top, bottom]) {
  return [top, bottom];
}

/**
 * Columns as wide as their texts; where there is no room, the creation time goes: the order says it.
 *
 * @param {string[]} fields
 * @param {Row[]} rows
 * @param {number} width
 */
export function layOut(fields, rows, width) {
  const widths = fields.map((name, at) => {
    const texts = [shortName(name), ...rows.map(({ key }) => key[at] ?? "")];
    return Math.max(...texts.map((text) => text.length)) * CHARACTER + 12;
  });
  const sum = widths.reduce((one, other) => one + other, 0);
  const hides = GUTTER + MARK + sum > width && fields.length > 2;
  let x = GUTTER + MARK;
  return fields.flatMap((name, at) => {
    if (hides && name === "_creationTime") return [];
    const column = { at, name: shortName(name), x, end: x + widths[at] };
    x = column.end;
    return [column];
  });
}

/** @param {string} name */
function shortName(name) {
  return name === "_creationTime" ? "created" : name;
}

/**
 * @param {Row} row
 * @param {number} top
 * @param {{ at: number, x: number, end: number }[]} columns
 * @param {number} width
 * @param {boolean} hasWords
 */
function rowOf({ key, state, landing }, top, columns, width, hasWords) {
  const middle = top + ROW / 2;
  const words = landing ? `written, ${landing}` : STATES[state];
  const end = columns[columns.length - 1].end;
  return [
    landing
      ? svg("rect", {
          class: `fb-index__landing fb-index__landing--${landing}`,
          "data-key": "landing",
          "data-pulse": landing === "inside",
          x: KEPT_X + 10,
          y: top + 2,
          width: width - KEPT_X - 12,
          height: ROW - 4,
          rx: 3,
        })
      : null,
    svg("line", {
      class: "fb-index__rule",
      x1: GUTTER,
      x2: width,
      y1: top + ROW,
      y2: top + ROW,
    }),
    mark(state, landing, GUTTER + 8, middle),
    ...columns.map(({ at, x }) =>
      svg(
        "text",
        { class: `fb-index__key fb-index__key--${state || "plain"}`, x, y: middle + 4 },
        key[at] ?? "",
      ),
    ),
    hasWords && words
      ? svg("text", { class: "fb-index__words", x: end + 6, y: middle + 4 }, words)
      : null,
  ].filter((one) => one !== null);
}

const STATES = { "": "", next: "the scan is here", kept: "read", dropped: "read, dropped" };

/**
 * @param {Row["state"]} state
 * @param {Row["landing"]} landing
 * @param {number} x
 * @param {number} y
 */
function mark(state, landing, x, y) {
  if (landing) {
    return svg("rect", {
      class: "fb-mark fb-mark--write fb-index__now",
      x: x - 5,
      y: y - 5,
      width: 10,
      height: 10,
    });
  }
  if (state === "kept") return svg("circle", { class: "fb-index__dot", cx: x, cy: y, r: 4.5 });
  if (state === "dropped") {
    return svg(
      "g",
      { class: "fb-index__dropped" },
      svg("circle", { cx: x, cy: y, r: 4.5 }),
      svg("path", { d: `M${x - 6} ${y + 6}l12 -12` }),
    );
  }
  if (state === "next") {
    return svg("path", {
      class: "fb-index__next",
      "data-key": "scan",
      d: `M${x - 5} ${y - 6}l9 6l-9 6z`,
    });
  }
  return null;
}

/**
 * A range between two heights: a bracket that is open to the right.
 *
 * @param {number} x
 * @param {number} top
 * @param {number} bottom
 * @param {string} className
 * @param {string} [key] of a range that goes on in the next picture
 */
function bracket(x, top, bottom, className, key) {
  const motion = key ? { "data-key": key, "data-grow": true } : {};
  return svg("path", {
    class: className,
    ...motion,
    d: `M${x + 7} ${top}H${x}V${bottom}H${x + 7}`,
  });
}

/** Which way the scan goes. @param {number} x @param {number[]} span @param {"asc" | "desc"} order */
function arrow(x, [top, bottom], order) {
  const at = order === "desc" ? bottom - 6 : top + 6;
  const tip = order === "desc" ? -6 : 6;
  return svg("path", { class: "fb-index__arrow", d: `M${x + 5} ${at}h8l-4 ${tip}z` });
}

/** @param {SVGElement} drawing */
function icon(drawing) {
  return svg(
    "svg",
    { viewBox: "0 0 20 20", width: 18, height: 18, "aria-hidden": "true" },
    drawing,
  );
}

/** @param {Picture} picture */
function legend({ counts, rows }) {
  const has = (/** @type {Row["state"]} */ state) => rows.some((row) => row.state === state);
  /** @type {[SVGElement | null, string][]} */
  const entries = [
    [mark("next", "", 10, 10), "the scan stands here"],
    [mark("kept", "", 10, 10), "read"],
    ...(has("dropped")
      ? [
          /** @type {[SVGElement | null, string]} */ ([
            mark("dropped", "", 10, 10),
            "read, dropped by the filter",
          ]),
        ]
      : []),
    ...(rows.some(({ landing }) => landing)
      ? [
          /** @type {[SVGElement | null, string]} */ ([
            mark("", "inside", 10, 10),
            "another lane's write",
          ]),
        ]
      : []),
  ];
  return html(
    "div",
    { class: "fb-index__foot" },
    html("p", {}, `${counts.read} of ${counts.stored} keys read, ${counts.kept} kept.`),
    html(
      "ul",
      { class: "fb-index__legend" },
      ...entries.map(([drawing, text]) => html("li", {}, drawing ? icon(drawing) : "", text)),
    ),
  );
}
