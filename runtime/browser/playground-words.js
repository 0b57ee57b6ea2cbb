/** Ids, times and reasons of the playground in the words of the page. */

/** @import { BenchError, BenchPane, BenchRun } from "./playground-protocol.js" */

const ID = /\b[0-9a-hjkmnp-tv-z]{32}\b/g;

/** Where the playground is, by how the last write went. */
export const KEPT = {
  kept: "Kept in this browser",
  memory: "This browser keeps nothing: export it",
  full: "The browser has no room, so the newest is in this tab only: export it now",
  elsewhere: "Open in another tab",
  newer:
    "A newer version of this site keeps your playground, so this page leaves it alone. Reload the page",
};

/** Ids cut to their ends, where they only say which document is meant. @param {string} text */
export function short(text) {
  return text.replace(ID, (id) => `${id.slice(0, 4)}…${id.slice(-4)}`);
}

/** A moment as people read it. @param {number} ms since 1970 */
export function utc(ms) {
  if (!(Math.abs(ms) < 8.64e15)) return "no time"; // data of a file may say anything
  return new Date(ms)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "");
}

/** How far away something is: 5 min, 2 h 30 min, 3 days. @param {number} ms */
export function span(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return "now";
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 ? `${minutes} min ${seconds % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  return `${Math.floor(hours / 24)} days${hours % 24 ? ` ${hours % 24} h` : ""}`;
}

/** 1 row, 2 rows. @param {number} number @param {string} one @param {string} [many] */
export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000
    ? `${(bytes / 1000).toFixed(1)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Why a live query ran, and what came of it. @param {BenchRun} run */
export function reason(run) {
  const outcome = run.changed ? "another result" : "the same result";
  switch (run.why) {
    case "first":
      return "subscribed";
    case "restart":
      return "subscribed again after a restart";
    case "push":
      return `a push: ${outcome}`;
    default:
      return short(
        `${run.writer} wrote ${run.document} of ${run.table}, inside ${run.index} ${run.range}: ${outcome}`,
      );
  }
}

/** @param {BenchPane} pane */
export function paneSummary(pane) {
  const wasted = pane.wasted ? `, ${pane.wasted} without a change` : "";
  return `right at commit ${pane.commit} · ${count(pane.runs, "run")}${wasted}`;
}

/** A call in one line. @param {string} path @param {string} args @param {string} [as] who is signed in */
export function callText(path, args, as) {
  const text = short(args.replace(/\s+/g, " ").replace(/^\{\s*\}$/, ""));
  const call = `${path}(${text.length > 70 ? `${text.slice(0, 69)}…` : text})`;
  return as ? `${call} as ${as}` : call;
}

/** An error as it is known: some messages begin with its name already. @param {BenchError | null} error */
export function errorText(error) {
  if (!error) return "";
  const { type, message } = error;
  return message.startsWith(`${type}:`) ? message : `${type}: ${message}`;
}
