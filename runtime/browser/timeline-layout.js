/**
 * Where everything of a timeline goes, as numbers: one column per lane, time runs down.
 *
 *     wide: text in its lane's column        narrow: rails side by side, text to their right
 *       (a)              (b)                   (a) (b)
 *        o  begin         |                     o   |   begin
 *        |                o  begin              |   o   begin
 *       [ ] read          |                    [ ]  |   read
 *
 * Pure: no DOM, so that it can be tested by itself. Text is cut by count of characters, which is
 * exact because it is set in a monospaced face.
 */

/** @import { Move, Timeline } from "./protocol.js" */

/**
 * @typedef {"begin" | "read" | "write" | "step" | "commit" | "conflict" | "crash" | "restart"
 *   | "wait"} Mark
 *
 * @typedef {{ text: string, tone: "plain" | "read" | "write" | "conflict" }} Line
 *
 * @typedef {object} Row
 * @property {number} n which move
 * @property {string} lane
 * @property {Mark} mark
 * @property {number} y top
 * @property {number} height
 * @property {number} markX
 * @property {number} markY
 * @property {number} textX
 * @property {Line[]} lines
 * @property {number} attempt
 * @property {boolean} isAside what happens to the worker or to the clock: a line over all lanes
 * @property {boolean} isRetry begins an attempt after the first: the rail has a break above it
 *
 * @typedef {{ id: string, x: number, top: number, bottom: number, breaks: number[] }} Rail
 * @typedef {{ fromX: number, fromY: number, toX: number, toY: number, n: number }} Link
 *
 * @typedef {object} Layout
 * @property {number} width
 * @property {number} height
 * @property {boolean} isNarrow
 * @property {Rail[]} rails
 * @property {Row[]} rows
 * @property {Link[]} links from a commit to the conflict it caused
 */

const HEADER = 40;
const LINE_HEIGHT = 18;
const ROW_PADDING = 10;
const RETRY_GAP = 22;
const COLUMN_MIN = 215;
const RAIL_GAP = 30;
const MARGIN = 18;
const TEXT_GAP = 22;
/** Width of one character of the monospaced face at the 12 px the view uses, with some reserve. */
const CHARACTER = 7.3;

/**
 * @param {Timeline} timeline
 * @param {number} width available, in CSS pixels
 * @returns {Layout}
 */
export function layOut(timeline, width) {
  const lanes = timeline.lanes.map((lane) => lane.id);
  const column = width / Math.max(lanes.length, 1);
  const isNarrow = column < COLUMN_MIN;
  const railX = (/** @type {string} */ lane) =>
    MARGIN + lanes.indexOf(lane) * (isNarrow ? RAIL_GAP : column);
  const textX = (/** @type {string} */ lane) =>
    (isNarrow ? railX(lanes.at(-1) ?? lane) : railX(lane)) + TEXT_GAP;
  const room = (/** @type {string} */ lane) => {
    const end = isNarrow ? width : railX(lane) - MARGIN + column;
    return Math.max(Math.floor((end - textX(lane) - 6) / CHARACTER), 8);
  };

  /** @type {Row[]} */
  const rows = [];
  let y = HEADER;
  for (const move of timeline.moves) {
    const isRetry = move.attempt > 1 && !isAside(move) && startsAttempt(timeline.moves, move);
    if (isRetry) y += RETRY_GAP;
    const lines = linesOf(move).map((line) => ({ ...line, text: cut(line.text, room(move.lane)) }));
    const height = lines.length * LINE_HEIGHT + ROW_PADDING;
    rows.push({
      n: move.n,
      lane: move.lane,
      attempt: move.attempt,
      mark: markOf(move),
      y,
      height,
      markX: railX(move.lane),
      markY: y + ROW_PADDING / 2 + LINE_HEIGHT / 2,
      textX: textX(move.lane),
      lines,
      isAside: isAside(move),
      isRetry,
    });
    y += height;
  }
  const bottom = y + 8;
  const rails = lanes.map((id) => ({
    id,
    x: railX(id),
    top: HEADER - 8,
    bottom,
    breaks: rows
      .filter((row) => row.lane === id && row.isRetry)
      .map((row) => row.y - RETRY_GAP / 2),
  }));
  return { width, height: bottom + 4, isNarrow, rails, rows, links: linksOf(timeline, rows) };
}

/** What happens to the worker or to the clock, and to no call by itself. @param {Move} move */
export function isAside({ kind }) {
  return kind === "crash" || kind === "restart" || kind === "wait";
}

/** The mark of a move: what it did, most telling first. @param {Move} move @returns {Mark} */
export function markOf(move) {
  switch (move.kind) {
    case "begin":
    case "commit":
    case "conflict":
    case "crash":
    case "restart":
    case "wait":
      return move.kind;
    default: // a step, or a kind that this page does not know yet
  }
  if (move.writes.length > 0) return "write";
  return move.reads.length > 0 ? "read" : "step";
}

/** @param {Move} move @returns {Line[]} */
function linesOf(move) {
  const version = move.version === null ? "" : ` · version ${move.version}`;
  /** @type {Line[]} */
  const lines = [{ text: move.label + version, tone: "plain" }];
  if (isAside(move)) lines.push({ text: move.text, tone: "plain" });
  for (const read of move.reads) {
    lines.push({ text: `${read.index} ${read.range}`, tone: "read" });
  }
  for (const write of move.writes) {
    lines.push({ text: `${write.document} ${write.text}`.trimEnd(), tone: "write" });
  }
  if (move.conflict) {
    const { document, writer, version: at } = move.conflict;
    lines.push({ text: `${document} written by ${writer}, version ${at}`, tone: "conflict" });
  }
  return lines;
}

/** @param {Move[]} moves @param {Move} move */
function startsAttempt(moves, move) {
  return !moves.some(
    (one) => one.lane === move.lane && one.attempt === move.attempt && one.n < move.n,
  );
}

/** @param {Timeline} timeline @param {Row[]} rows @returns {Link[]} */
function linksOf(timeline, rows) {
  return timeline.moves.flatMap((move) => {
    if (!move.conflict) return [];
    const { writer, version } = move.conflict;
    const cause = timeline.moves.findLast(
      (one) =>
        one.n < move.n && one.lane === writer && one.kind === "commit" && one.version === version,
    );
    const from = rows.find((row) => row.n === cause?.n);
    const to = rows.find((row) => row.n === move.n);
    if (!from || !to) return [];
    return [{ fromX: from.markX, fromY: from.markY, toX: to.markX, toY: to.markY, n: move.n }];
  });
}

/** @param {string} text @param {number} room in characters */
export function cut(text, room) {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
