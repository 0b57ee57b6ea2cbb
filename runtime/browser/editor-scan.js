/**
 * Where in Python text a place is: in code, in a string or in a comment, in which brackets, and after
 * which chain of names.
 *
 * It reads enough of Python to be right about what learners type, half-finished lines included, and says
 * nothing where it cannot tell.
 */

/**
 * @typedef {object} Scan
 * @property {"code" | "comment" | "string"} within
 * @property {number} stringAt where the string begins that the place is in; -1 outside of one
 * @property {number[]} open the brackets that are open, outermost first
 * @property {Map<number, number>} pairs closing bracket to opening one
 *
 * @typedef {{ name: string, args: string | null }} Link args: null if it is not called
 *
 * @typedef {{ links: Link[], at: number, isAwaited: boolean }} Chain at: where it begins
 */

const NAME_BEFORE = /[A-Za-z_]\w*$/;
const NAME_LENGTH_MAX = 80;

/** @param {string} text @param {number} end @returns {Scan} the place before `end` */
export function scan(text, end) {
  /** @type {number[]} */
  const open = [];
  const pairs = new Map();
  let at = 0;
  while (at < end) {
    const character = text[at];
    if (character === "#") {
      const past = lineEnd(text, at);
      if (past >= end) return { within: "comment", stringAt: -1, open, pairs };
      at = past;
    } else if (character === '"' || character === "'") {
      const past = stringEnd(text, at);
      if (past > end || past === -1) return { within: "string", stringAt: at, open, pairs };
      at = past;
    } else {
      if ("([{".includes(character)) open.push(at);
      else if (")]}".includes(character)) {
        const from = open.pop();
        if (from !== undefined) pairs.set(at, from);
      }
      at += 1;
    }
  }
  return { within: "code", stringAt: -1, open, pairs };
}

/**
 * The chain of names and calls that ends at `end`, such as `ctx.db.query("jobs")`.
 *
 * @param {string} text @param {number} end @param {Scan} place @returns {Chain | null}
 */
export function chainBefore(text, end, { pairs }) {
  /** @type {Link[]} */
  const links = [];
  let at = end;
  for (;;) {
    at = spaceBefore(text, at);
    let args = null;
    if (text[at - 1] === ")") {
      const from = pairs.get(at - 1);
      if (from === undefined) return null;
      args = text.slice(from + 1, at - 1);
      at = from;
    }
    const name = NAME_BEFORE.exec(text.slice(Math.max(0, at - NAME_LENGTH_MAX), at))?.[0];
    if (!name) return null;
    at -= name.length;
    links.unshift({ name, args });
    const before = spaceBefore(text, at);
    if (text[before - 1] !== ".") {
      return { links, at, isAwaited: /\bawait$/.test(text.slice(0, before)) };
    }
    at = before - 1;
  }
}

/**
 * The call whose brackets the place is in, such as `ctx.db.query` of `ctx.db.query("jo`.
 *
 * @param {string} text @param {number} bracket where it opens @param {Scan} place
 */
export function callAt(text, bracket, place) {
  return text[bracket] === "(" ? chainBefore(text, bracket, place) : null;
}

/** The number of the argument at `at`, of the call that opens at `bracket`. @param {string} text @param {number} bracket @param {number} at */
export function argumentNumber(text, bracket, at) {
  const before = text.slice(bracket + 1, at);
  let count = 0;
  for (let end = 0; end < before.length; end++) {
    if (before[end] !== ",") continue;
    const { within, open } = scan(before, end);
    if (within === "code" && open.length === 0) count += 1;
  }
  return count;
}

/** The text of a string that begins `args`, such as `jobs` of `"jobs", job_id`. @param {string | null} args */
export function firstString(args) {
  return (
    /^\s*(?:"([^"\\\n]*)"|'([^'\\\n]*)')/
      .exec(args ?? "")
      ?.slice(1)
      .find(Boolean) ?? null
  );
}

/** @param {string} text @param {number} at */
function spaceBefore(text, at) {
  let from = at;
  while (from > 0 && /[\s\\]/.test(text[from - 1])) from -= 1;
  return from;
}

/** @param {string} text @param {number} at */
export function lineEnd(text, at) {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

/** Past the string that begins at `at`; one without an end stops at its line's. @param {string} text @param {number} at */
function stringEnd(text, at) {
  const quote = text[at];
  const triple = quote.repeat(3);
  if (text.startsWith(triple, at)) {
    const end = text.indexOf(triple, at + 3);
    return end === -1 ? -1 : end + 3;
  }
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === "\\") end += 1;
    else if (text[end] === quote) return end + 1;
    else if (text[end] === "\n") return end + 1; // a place on that line is still inside of it
  }
  return text.length + 1;
}
