/**
 * A schedule as a picture and, with the same words, as a table.
 *
 * The picture is one slider to the keyboard and to a screen reader: its value is the move, its
 * text is the move's sentence. Arrow keys, a click or Previous and Next go from move to move.
 */

import { button, html, setEnabled, svg } from "./markup.js";
import { unreachable } from "./protocol.js";
import { layOut } from "./timeline-layout.js";

/** @import { Move, Timeline } from "./protocol.js" */
/** @import { Layout, Link, Mark, Rail, Row } from "./timeline-layout.js" */

const FALLBACK_WIDTH = 340;
const NO_MOVE = "No move yet.";

export class TimelineView {
  /** @type {Timeline | undefined} */
  #timeline;
  #current = 0;
  #width = FALLBACK_WIDTH;

  /** @param {{ onMove?: (move: Move | undefined) => void }} [options] */
  constructor({ onMove = () => {} } = {}) {
    this.onMove = onMove;
    this.canvas = html("div", {
      class: "fb-timeline__canvas",
      role: "slider",
      tabindex: 0,
      "aria-label": "Moves of the schedule",
      "aria-orientation": "vertical",
      "aria-valuemin": 0,
      "aria-valuemax": 0,
      "aria-valuenow": 0,
      "aria-valuetext": NO_MOVE,
      onkeydown: (event) => this.#onKey(event),
    });
    this.sentence = html("p", { class: "fb-timeline__sentence" });
    this.previous = button("Previous move", () => this.#step(-1));
    this.next = button("Next move", () => this.#step(1));
    this.caption = html(
      "div",
      { class: "fb-timeline__caption" },
      this.sentence,
      html("div", { class: "fb-timeline__buttons" }, this.previous, this.next),
    );
    this.table = html("div", { class: "fb-timeline__table", tabindex: 0, role: "region" });
    this.table.setAttribute("aria-label", "The schedule as a table");
    this.element = html(
      "div",
      { class: "fb-timeline" },
      this.canvas,
      this.caption,
      html(
        "details",
        { class: "fb-timeline__details" },
        html("summary", {}, "The same as a table"),
        this.table,
      ),
    );
    this.sizes = new ResizeObserver(() => this.#onResize());
    this.sizes.observe(this.canvas);
  }

  /**
   * @param {Timeline} timeline
   * @param {number} [current] the move to show, the last one if left out
   */
  show(timeline, current = timeline.moves.length) {
    this.#timeline = timeline;
    this.table.replaceChildren(moveTable(timeline));
    this.#width = this.canvas.clientWidth || this.#width;
    this.#go(Math.min(current, timeline.moves.length), { isSilent: true });
  }

  #onResize() {
    const width = this.canvas.clientWidth;
    if (width === 0 || width === this.#width) return;
    this.#width = width;
    this.#draw();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const count = this.#timeline?.moves.length ?? 0;
    /** @type {Record<string, number>} */
    const targets = {
      ArrowDown: this.#current + 1,
      ArrowRight: this.#current + 1,
      ArrowUp: this.#current - 1,
      ArrowLeft: this.#current - 1,
      Home: 1,
      End: count,
    };
    if (!(event.key in targets) || count === 0) return;
    event.preventDefault();
    this.#go(Math.min(Math.max(targets[event.key], 1), count));
  }

  /** @param {number} by */
  #step(by) {
    const count = this.#timeline?.moves.length ?? 0;
    this.#go(Math.min(Math.max(this.#current + by, 1), count));
  }

  /** @param {number} n @param {{ isSilent?: boolean }} [options] silent: the caller knows */
  #go(n, { isSilent = false } = {}) {
    if (!this.#timeline) return;
    this.#current = n;
    const { moves } = this.#timeline;
    const move = moves.find((one) => one.n === n);
    const text = move ? moveSentence(move, moves.length) : NO_MOVE;
    this.sentence.textContent = text;
    this.canvas.setAttribute("aria-valuemax", String(moves.length));
    this.canvas.setAttribute("aria-valuenow", String(n));
    this.canvas.setAttribute("aria-valuetext", text);
    setEnabled(this.previous, n > 1);
    setEnabled(this.next, n < moves.length);
    this.#draw();
    if (!isSilent) this.onMove(move);
  }

  #draw() {
    if (!this.#timeline) return;
    const layout = layOut(this.#timeline, this.#width);
    this.canvas.replaceChildren(
      drawTimeline(layout, this.#timeline, this.#current, (n) => this.#go(n)),
    );
  }
}

/** @param {Move} move @param {number} count */
export function moveSentence(move, count) {
  const attempt = move.attempt > 1 ? `, attempt ${move.attempt}` : "";
  return `Move ${move.n} of ${count}, lane ${move.lane}${attempt}. ${move.text}`;
}

/**
 * @param {Layout} layout
 * @param {Timeline} timeline
 * @param {number} current
 * @param {(n: number) => void} onPick
 */
function drawTimeline(layout, timeline, current, onPick) {
  const { width, height } = layout;
  return svg(
    "svg",
    // The slider around it speaks; the picture is for the eye.
    { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", focusable: "false" },
    ...layout.rows.map((row) =>
      svg("rect", {
        class: row.n === current ? "fb-move fb-move--current" : "fb-move",
        x: 1,
        y: row.y,
        width: width - 2,
        height: row.height,
        rx: 3,
        onclick: () => onPick(row.n),
      }),
    ),
    ...layout.rails.map(drawRail),
    ...layout.links.map((link) => svg("path", { class: "fb-link", d: linkPath(link) })),
    ...layout.rows.map((row) => drawRow(row, row.n === current)),
    ...timeline.lanes.map((lane, at) =>
      drawHeader(
        lane.id,
        layout.rails[at],
        layout.isNarrow ? "" : lane.title,
        columnOf(layout, at),
      ),
    ),
  );
}

/** @param {Layout} layout @param {number} at */
function columnOf(layout, at) {
  const next = layout.rails[at + 1];
  return (next ? next.x : layout.width + 12) - layout.rails[at].x;
}

/** @param {Rail} rail */
function drawRail(rail) {
  const stops = [rail.top, ...rail.breaks.flatMap((y) => [y - 6, y + 6]), rail.bottom];
  const path = stops.map((y, at) => `${at % 2 ? "L" : "M"}${rail.x} ${y}`).join("");
  return svg("g", { class: `fb-lane-${rail.id}` }, svg("path", { class: "fb-rail", d: path }));
}

/** @param {string} id @param {Rail} rail @param {string} title @param {number} room */
function drawHeader(id, rail, title, room) {
  const characters = Math.floor((room - 40) / 6.8);
  const shown = title.length > characters ? `${title.slice(0, characters - 1)}…` : title;
  return svg(
    "g",
    { class: `fb-lane-${id}` },
    svg("rect", { class: "fb-badge", x: rail.x - 10, y: 4, width: 20, height: 20, rx: 3 }),
    svg("text", { class: "fb-badge__letter", x: rail.x, y: 18, "text-anchor": "middle" }, id),
    svg("text", { class: "fb-lane__title", x: rail.x + 18, y: 18 }, shown),
  );
}

/** @param {Row} row @param {boolean} isCurrent */
function drawRow(row, isCurrent) {
  const attempt = row.isRetry
    ? svg("text", { class: "fb-retry", x: row.textX, y: row.y - 6 }, `attempt ${row.attempt}`)
    : null;
  return svg(
    "g",
    { class: `fb-row fb-lane-${row.lane}${isCurrent ? " fb-row--current" : ""}` },
    attempt,
    drawMark(row.mark, row.markX, row.markY),
    ...row.lines.map((line, at) =>
      svg(
        "text",
        {
          class: `fb-row__text fb-row__text--${at === 0 ? "label" : line.tone}`,
          x: row.textX,
          y: row.markY + 4 + at * 18,
        },
        line.text,
      ),
    ),
  );
}

/** @param {Mark} mark @param {number} x @param {number} y */
function drawMark(mark, x, y) {
  switch (mark) {
    case "begin":
      return svg("circle", { class: "fb-mark fb-mark--begin", cx: x, cy: y, r: 5.5 });
    case "read":
      return svg(
        "g",
        { class: "fb-mark fb-mark--read" },
        svg("rect", { class: "fb-mark__ground", x: x - 8, y: y - 7, width: 16, height: 14 }),
        svg("path", {
          d: `M${x - 3} ${y - 6}h-4v12h4M${x + 3} ${y - 6}h4v12h-4`,
        }),
      );
    case "write":
      return svg("rect", {
        class: "fb-mark fb-mark--write",
        x: x - 5.5,
        y: y - 5.5,
        width: 11,
        height: 11,
      });
    case "step":
      return svg("circle", { class: "fb-mark fb-mark--step", cx: x, cy: y, r: 2.5 });
    case "commit":
      return svg("circle", { class: "fb-mark fb-mark--commit", cx: x, cy: y, r: 6.5 });
    case "conflict":
      return svg(
        "g",
        { class: "fb-mark fb-mark--conflict" },
        svg("circle", { cx: x, cy: y, r: 8 }),
        svg("path", { d: `M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8` }),
      );
    default:
      return unreachable(mark);
  }
}

/**
 * From the commit to the conflict. Text stands to the right of each mark, so the path keeps below
 * or left of the commit, and left of or above the conflict.
 *
 * @param {Link} link
 */
function linkPath({ fromX, fromY, toX, toY }) {
  if (toX > fromX) {
    const endX = toX - 11;
    return `M${fromX} ${fromY + 9}C${fromX} ${toY},${(fromX + endX) / 2} ${toY},${endX} ${toY}`;
  }
  const startX = fromX - 9;
  return `M${startX} ${fromY}C${(startX + toX) / 2} ${fromY},${toX} ${fromY},${toX} ${toY - 10}`;
}

/** @param {Timeline} timeline @returns {HTMLTableElement} */
function moveTable(timeline) {
  const rows = timeline.moves.map((move) =>
    html(
      "tr",
      {},
      html("td", {}, String(move.n)),
      html("td", {}, html("span", { class: `fb-letter fb-lane-${move.lane}` }, move.lane)),
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
