/**
 * Where everything of a time axis goes, as numbers: time runs to the right.
 *
 *              09:00        09:01        09:02
 *     clients   ■  ■
 *     remind    ○─────────────●━━━                   one line for what overlaps nothing else,
 *                 ○─────────────⊘                    the next line for what would
 *
 * Pure: no DOM, so that it can be tested by itself.
 */

/** @import { JobState } from "./job-marks.js" */

/**
 * @typedef {{ state: JobState, row: number, at: number, name: string, since: number | null,
 *   from: number | null, to: number, attempts: number, isNew: boolean }} TimeMark
 * @typedef {{ start: number, end: number, now: number, nowText: string,
 *   ticks: { ms: number, text: string }[], rows: string[], marks: TimeMark[] }} Picture
 *
 * @typedef {object} Placed
 * @property {TimeMark} mark
 * @property {number} x
 * @property {number} y
 * @property {number | null} waitX where its wait begins, if it was scheduled
 * @property {[number, number] | null} run from where to where it ran, if that took time
 *
 * @typedef {{ title: string, y: number, height: number, titleX: number, titleY: number }} Row
 * @typedef {{ x: number, text: string, anchor: "start" | "middle" | "end" }} Tick
 *
 * @typedef {object} Layout
 * @property {number} width
 * @property {number} height
 * @property {number} left where the axis begins
 * @property {number} right where it ends
 * @property {number} nowX
 * @property {"start" | "middle" | "end"} nowAnchor
 * @property {Tick[]} ticks
 * @property {Row[]} rows
 * @property {Placed[]} marks
 */

const TOP = 46;
const MARGIN = 14;
const TITLE_WIDTH = 170;
const TITLE_HEIGHT = 20;
const LINE_HEIGHT = 20;
const ROW_GAP = 10;
const MARK_WIDTH = 15;
const LINES_MAX = 6;
const WIDE = 620;
const TICK_ROOM = 64;
const TICK_GAP = 10;
/** Width of one character of the monospaced face at the 11 px of the times. */
const CHARACTER = 6.7;
/** The same at the 12 px of the clock's own time. */
const NOW_CHARACTER = 7.3;

/** @param {Picture} picture @param {number} width @returns {Layout} */
export function layOutClock(picture, width) {
  const isWide = width >= WIDE;
  const left = isWide ? TITLE_WIDTH : MARGIN;
  const right = width - MARGIN;
  const span = picture.end - picture.start;
  const xOf = (/** @type {number} */ ms) => left + ((ms - picture.start) / span) * (right - left);
  /** @type {Row[]} */
  const rows = [];
  /** @type {Placed[]} */
  const marks = [];
  let y = TOP;
  for (const [at, title] of picture.rows.entries()) {
    const placed = stack(
      picture.marks.filter((mark) => mark.row === at),
      xOf,
    );
    const first = y + (isWide ? 0 : TITLE_HEIGHT);
    const lines = 1 + Math.max(0, ...placed.map(({ line }) => line));
    const height = first - y + lines * LINE_HEIGHT;
    for (const { line, ...rest } of placed) {
      marks.push({ ...rest, y: first + line * LINE_HEIGHT + LINE_HEIGHT / 2 });
    }
    rows.push({ title, y, height, titleX: MARGIN, titleY: y + 14 });
    y += height + ROW_GAP;
  }
  const nowX = xOf(picture.now);
  return {
    width,
    height: y,
    left,
    right,
    nowX,
    nowAnchor: anchor(nowX, 0, width, (picture.nowText.length * NOW_CHARACTER) / 2),
    ticks: ticksOf(picture, xOf, left, right),
    rows,
    marks,
  };
}

/**
 * The marks of one row, each in the first line where it touches none that came before.
 *
 * @param {TimeMark[]} marks
 * @param {(ms: number) => number} xOf
 */
function stack(marks, xOf) {
  /** @type {number[]} where each line is free again */
  const free = [];
  const spans = marks.map((mark) => {
    const end = Math.max(mark.at, mark.from === null ? mark.at : mark.to);
    return { mark, start: xOf(mark.since ?? mark.at), end: xOf(end) };
  });
  spans.sort((one, other) => one.start - other.start || one.mark.at - other.mark.at);
  return spans.map(({ mark, start, end }) => {
    const found = free.findIndex((x) => x <= start - MARK_WIDTH / 2);
    const line = found >= 0 ? found : Math.min(free.length, LINES_MAX - 1);
    free[line] = Math.max(free[line] ?? 0, end + MARK_WIDTH / 2);
    const runEnd = xOf(mark.to);
    const ran = mark.from !== null && runEnd > xOf(mark.from);
    return {
      mark,
      line,
      x: xOf(mark.at),
      waitX: mark.since === null ? null : xOf(mark.since),
      run: ran ? /** @type {[number, number]} */ ([xOf(mark.from ?? 0), runEnd]) : null,
    };
  });
}

/**
 * Names of times: all of them, or every second, third and so on, so that none touches the next.
 *
 * @param {Picture} picture
 * @param {(ms: number) => number} xOf
 * @param {number} left
 * @param {number} right
 * @returns {Tick[]}
 */
function ticksOf({ ticks }, xOf, left, right) {
  const all = ticks.map(({ ms, text }) => {
    const x = xOf(ms);
    return { x, text, anchor: anchor(x, left, right) };
  });
  for (let every = 1; every < all.length; every += 1) {
    const some = all.filter((_, at) => at % every === 0);
    if (some.every((tick, at) => at === 0 || startOf(tick) >= endOf(some[at - 1]) + TICK_GAP)) {
      return some;
    }
  }
  return all.slice(0, 1);
}

/** Where the text of a tick begins. @param {Tick} tick */
function startOf({ x, text, anchor }) {
  const width = text.length * CHARACTER;
  if (anchor === "middle") return x - width / 2;
  return anchor === "end" ? x - width : x;
}

/** @param {Tick} tick */
function endOf(tick) {
  return startOf(tick) + tick.text.length * CHARACTER;
}

/**
 * So that a text at an edge stays inside.
 *
 * @param {number} x
 * @param {number} left
 * @param {number} right
 * @param {number} [half] half of its width, or somewhat more
 * @returns {Tick["anchor"]}
 */
function anchor(x, left, right, half = TICK_ROOM / 2) {
  if (x - left < half) return "start";
  return right - x < half ? "end" : "middle";
}
