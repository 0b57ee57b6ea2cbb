/**
 * The picture of live queries: a row for each, a column for each write, marks where they meet.
 *
 *                     subscribe     1 send        2 send
 *     ada inbox("red")    o  >        [#] o >        ·        wide: a grid
 *     bo  count("blue")   o  >          ·          [#] o =
 *
 * Where the columns have no room the moments stand below each other, each with the queries that it
 * touched. Focus on a write, or the pointer over it, shows where it landed as each query sees it.
 */

import { html } from "../markup.js";
import { landingMark, legend, marks } from "./live-marks.js";

/**
 * @typedef {{ index: string, range: string, documents: number }} Read
 * @typedef {{ page: string, title: string, reads: Read[], shows: string, stale: boolean }} LiveRow
 * @typedef {{ touched: boolean, ran: "run" | "cache" | "none", documents: number,
 *   told: "new" | "equal" | "none" }} Cell
 * @typedef {{ row: number, inside: boolean, text: string }} Landing
 * @typedef {{ kind: "subscribe" | "write" | "back", title: string, version: number | null,
 *   changes: string[], landings: Landing[] }} Column
 * @typedef {{ rows: LiveRow[], columns: Column[], cells: (Cell | null)[][], page: string,
 *   moments: number }} Picture moments: how many columns there will be
 *
 * @typedef {"grid" | "strips" | "list"} Form
 */

const LABEL_WIDTH = 180;
const COLUMN_WIDTH = 96;
const COLUMN_WIDTH_MIN = 80;

/**
 * @param {Picture} picture
 * @param {{ width: number }} options width: what is there, in CSS pixels
 * @returns {HTMLElement}
 */
export function draw(picture, { width }) {
  const form = formFor(picture.moments, width);
  const panel = html("div", { class: "fb-live-queries__landing" });
  const last = picture.columns.length - 1;
  /** @type {HTMLElement[]} */
  const moments = [];
  const show = (/** @type {number} */ at) => {
    panel.replaceChildren(...landing(picture, at));
    moments[at]?.append(panel);
  };
  const parts = form === "list" ? list(picture, show, moments) : [grid(picture, form, show), panel];
  show(last);
  return html("div", { class: `fb-live-queries fb-live-queries--${form}` }, ...parts, legend());
}

/**
 * A grid has its labels beside it or, as strips, above each row; all moments of a run have room from
 * the start, so that nothing moves from step to step.
 *
 * @param {number} moments
 * @param {number} width
 * @returns {Form}
 */
export function formFor(moments, width) {
  if (width >= LABEL_WIDTH + moments * COLUMN_WIDTH) return "grid";
  return width >= moments * COLUMN_WIDTH_MIN ? "strips" : "list";
}

/** @param {Picture} picture @param {Form} form @param {(column: number) => void} show */
function grid(picture, form, show) {
  const { columns, rows } = picture;
  const last = columns.length - 1;
  const element = html(
    "div",
    { class: "fb-live-queries__grid" },
    form === "grid" ? html("span", {}) : null,
    ...columns.map((column, at) => head(picture, column, at, show)),
    ...toCome(picture, "fb-live-head"),
    ...rows.flatMap((row, at) => [
      html("div", { class: rowClass(picture, row) }, ...rowLabel(row)),
      ...picture.cells[at].map((cell, column) =>
        html(
          "div",
          {
            class: `fb-live-cell${column === last ? ` fb-live-cell--now${newness(picture, row)}` : ""}`,
          },
          cell ? marks(cell) : html("span", { class: "fb-live-cell__none", "aria-hidden": "true" }),
          cell ? html("span", { class: "fb-live-cell__text" }, cellText(cell)) : null,
        ),
      ),
      ...toCome(picture, "fb-live-cell"),
    ]),
  );
  element.style.setProperty("--columns", String(picture.moments));
  return element;
}

/** Room for the moments of later frames. @param {Picture} picture @param {string} kind */
function toCome({ columns, moments }, kind) {
  return Array.from({ length: moments - columns.length }, () => html("span", { class: kind }));
}

/**
 * @param {Picture} picture
 * @param {(column: number) => void} show
 * @param {HTMLElement[]} moments is filled with the element of each moment
 */
function list(picture, show, moments) {
  const { columns, rows, cells } = picture;
  for (const [at, column] of columns.entries()) {
    const met = rows.flatMap((row, of) => {
      const cell = cells[of][at];
      return cell ? [{ row, cell }] : [];
    });
    const now = at === columns.length - 1 ? " fb-live-moment--now" : "";
    moments.push(
      html(
        "li",
        { class: `fb-live-moment${now}` },
        head(picture, column, at, show),
        ...met.map(({ row, cell }) =>
          html(
            "div",
            { class: "fb-live-moment__query" },
            marks(cell),
            html("span", {}, html("b", {}, row.page), ` ${row.title}`),
            html("span", { class: "fb-live-cell__text" }, cellText(cell)),
          ),
        ),
        met.length === 0 ? html("p", { class: "fb-live-moment__none" }, "Touches no query.") : null,
      ),
    );
  }
  return [
    html(
      "ul",
      { class: "fb-live-queries__rows" },
      ...rows.map((row) => html("li", { class: rowClass(picture, row) }, ...rowLabel(row))),
    ),
    html("ol", { class: "fb-live-queries__moments" }, ...moments),
  ];
}

/**
 * A moment's name; of a write, a button that shows where it landed.
 *
 * @param {Picture} picture
 * @param {Column} column
 * @param {number} at
 * @param {(column: number) => void} show
 */
function head(picture, column, at, show) {
  const number = picture.columns.slice(0, at + 1).filter(({ kind }) => kind === "write").length;
  const version = column.version === null ? "" : ` · v${column.version}`;
  if (column.kind !== "write") {
    return html("span", { class: "fb-live-head" }, html("b", {}, column.title));
  }
  const look = () => show(at);
  return html(
    "button",
    {
      type: "button",
      class: "fb-live-head fb-live-head--write",
      onclick: look,
      onfocus: look,
      onmouseenter: look,
    },
    html("span", { class: "fb-unseen" }, "Write "),
    html("b", {}, `${number}${version}`),
    " ",
    html("span", { class: "fb-live-head__call" }, column.title),
    html("span", { class: "fb-unseen" }, ": where did it land?"),
  );
}

/** What this frame has added fades in. @param {Picture} picture @param {LiveRow} row */
function newness(picture, row) {
  return picture.page === "" || picture.page === row.page ? " fb-live-cell--new" : "";
}

/** @param {Picture} picture @param {LiveRow} row */
function rowClass(picture, row) {
  const now = row.page === picture.page ? " fb-live-row--now" : "";
  return `fb-live-row${row.stale ? " fb-live-row--stale" : ""}${now}`;
}

/** @param {LiveRow} row */
function rowLabel(row) {
  return [
    html("b", {}, row.page),
    html("code", {}, row.title),
    html(
      "span",
      { class: "fb-live-row__reads" },
      row.reads.map((read) => `${read.index} ${read.range}`).join(", ") || "has read nothing yet",
    ),
    html(
      "span",
      { class: "fb-live-row__shows" },
      row.stale ? `out of date: ${row.shows}` : row.shows && `shows ${row.shows}`,
    ),
  ];
}

/** Where a write landed, as each query sees it. @param {Picture} picture @param {number} at */
function landing({ columns, rows }, at) {
  const column = columns[at];
  if (column?.kind !== "write") return [];
  return [
    html(
      "p",
      {},
      html("b", {}, column.title),
      `: ${column.changes.join(", ") || "nothing was written"}.`,
    ),
    html(
      "ul",
      {},
      ...column.landings.map(({ row, inside, text }) =>
        html(
          "li",
          { class: inside ? "fb-live-landing fb-live-landing--inside" : "fb-live-landing" },
          landingMark(inside),
          html("span", {}, html("b", {}, rows[row].page), ` ${rows[row].title}: ${text}`),
        ),
      ),
    ),
  ];
}

/** What one moment did to one query, under its marks. @param {Cell} cell */
export function cellText({ ran, documents, told }) {
  const read = documents === 1 ? "reads 1" : `reads ${documents}`;
  const did = { run: read, cache: "cache", none: "waits" }[ran];
  return told === "none" ? did : `${did}, ${told}`;
}
