/**
 * Where everything of a timeline goes, as numbers; time runs down. What there is room for decides:
 *
 *     columns: text under its lane     rails: side by side, text to      list: the lane's letter,
 *     (a)              (b)             their right                       text in the full width
 *      o  begin         |              (a) (b)                           (a) o  begin
 *      |                o  begin        o   |   begin                        |  read
 *     [ ] read          |               |   o   begin                    (b) o  begin
 *
 * Pure: no DOM, so that it can be tested by itself. Text is broken by count of characters, which
 * is exact because it is set in a monospaced face.
 */

/** @import { Move, Timeline } from "./protocol.js" */

/**
 * @typedef {"begin" | "read" | "write" | "step" | "commit" | "conflict" | "crash" | "restart"
 *   | "wait"} Mark
 *
 * @typedef {{ text: string, tone: "label" | "plain" | "title" | "read" | "write" | "conflict" }} Line
 *
 * @typedef {"columns" | "rails" | "list"} Form
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
 * @property {number | null} badgeX where this row says its lane's letter, if it does
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
 * @property {Form} form
 * @property {Rail[]} rails
 * @property {Row[]} rows
 * @property {Link[]} links from a commit to the conflict it caused
 */

const HEADER = 40;
const LIST_HEADER = 12;
const LINE_HEIGHT = 18;
const ROW_PADDING = 10;
const RETRY_GAP = 22;
const COLUMN_MIN = 215;
const RAIL_GAP = 30;
const MARGIN = 18;
const TEXT_GAP = 22;
const LIST_BADGE_X = 16;
const LIST_MARK_X = 48;
/** Text beside the rails of many lanes keeps room for the name of an index and a value. */
const RAILS_TEXT_MIN = 190;
const LINES_MAX = 3;
/** Width of one character of the monospaced face at the 12 px the view uses, with some reserve. */
const CHARACTER = 7.3;

/**
 * @param {Timeline} timeline
 * @param {number} width available, in CSS pixels
 * @returns {Layout}
 */
export function layOut(timeline, width) {
  const lanes = timeline.lanes.map((lane) => lane.id);
  const form = formFor(lanes.length, width);
  const column = width / Math.max(lanes.length, 1);
  /** @type {(lane: string) => number} */
  const markX = (lane) => {
    if (form === "list") return LIST_MARK_X;
    return MARGIN + lanes.indexOf(lane) * (form === "rails" ? RAIL_GAP : column);
  };
  /** @type {(lane: string) => number} */
  const textX = (lane) => markX(form === "rails" ? (lanes.at(-1) ?? lane) : lane) + TEXT_GAP;
  /** @type {(lane: string) => number} */
  const room = (lane) => {
    const end = form === "columns" ? markX(lane) - MARGIN + column : width;
    return Math.max(Math.floor((end - textX(lane) - 6) / CHARACTER), 8);
  };

  const header = form === "list" ? LIST_HEADER : HEADER;
  /** @type {Row[]} */
  const rows = [];
  let y = header;
  for (const move of timeline.moves) {
    const isRetry = move.attempt > 1 && !isAside(move) && startsAttempt(timeline.moves, move);
    if (isRetry) y += RETRY_GAP;
    const title = form === "columns" ? "" : titleAt(timeline, move);
    const lines = linesOf(move, title).flatMap((line) => wrapLine(line, room(move.lane)));
    const height = lines.length * LINE_HEIGHT + ROW_PADDING;
    const isGoingOn = rows.at(-1)?.lane === move.lane;
    rows.push({
      n: move.n,
      lane: move.lane,
      attempt: move.attempt,
      mark: markOf(move),
      y,
      height,
      markX: markX(move.lane),
      markY: y + ROW_PADDING / 2 + LINE_HEIGHT / 2,
      textX: textX(move.lane),
      badgeX: form === "list" && (!isGoingOn || isRetry) ? LIST_BADGE_X : null,
      lines,
      isAside: isAside(move),
      isRetry,
    });
    y += height;
  }
  const bottom = y + 8;
  const rails =
    form === "list"
      ? listRails(rows)
      : lanes.map((id) => ({
          id,
          x: markX(id),
          top: header - 8,
          bottom,
          breaks: rows
            .filter((row) => row.lane === id && row.isRetry)
            .map((row) => row.y - RETRY_GAP / 2),
        }));
  return { width, height: bottom + 4, form, rails, rows, links: linksOf(timeline, rows) };
}

/** @param {number} lanes @param {number} width @returns {Form} */
function formFor(lanes, width) {
  if (width / Math.max(lanes, 1) >= COLUMN_MIN) return "columns";
  const rails = MARGIN + (lanes - 1) * RAIL_GAP + TEXT_GAP;
  return width - rails >= RAILS_TEXT_MIN ? "rails" : "list";
}

/** A rail wherever one lane moves several times on end. @param {Row[]} rows @returns {Rail[]} */
function listRails(rows) {
  return rows.slice(1).flatMap((row, at) => {
    const before = rows[at];
    if (row.lane !== before.lane || row.isRetry) return [];
    return [{ id: row.lane, x: row.markX, top: before.markY, bottom: row.markY, breaks: [] }];
  });
}

/** Which call a lane is, where no column says it: at its first move. @param {Timeline} timeline @param {Move} move */
function titleAt(timeline, move) {
  const first = timeline.moves.find((one) => one.lane === move.lane && !isAside(one));
  if (first?.n !== move.n) return "";
  return timeline.lanes.find((lane) => lane.id === move.lane)?.title ?? "";
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

/** @param {Move} move @param {string} title @returns {Line[]} */
function linesOf(move, title) {
  const version = move.version === null ? "" : ` · version ${move.version}`;
  /** @type {Line[]} */
  const lines = [{ text: move.label + version, tone: "label" }];
  if (title) lines.push({ text: title, tone: "title" });
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

/** @param {Line} line @param {number} room @returns {Line[]} */
function wrapLine({ text, tone }, room) {
  return wrap(text, room).map((part) => ({ text: part, tone }));
}

/**
 * Text in at most three lines: broken at spaces, within a word that is longer than a line, and cut
 * with an ellipsis at the end of the third.
 *
 * @param {string} text
 * @param {number} room in characters
 */
export function wrap(text, room) {
  /** @type {string[]} */
  const lines = [];
  let rest = text;
  while (rest.length > room && lines.length < LINES_MAX - 1) {
    const space = rest.lastIndexOf(" ", room);
    const end = space > 0 ? space : room;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  lines.push(rest.length <= room ? rest : `${rest.slice(0, room - 1)}…`);
  return lines;
}
