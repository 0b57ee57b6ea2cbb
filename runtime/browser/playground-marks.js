/** What something that ran has done, in the playground's signs: ranges read, writes, conflicts, errors. */

import { html } from "./markup.js";
import { count, reason, short } from "./playground-words.js";

/** @import { BenchReason, Footprint } from "./playground-protocol.js" */
/** @import { Read } from "./protocol.js" */

/** In one line. @param {Footprint} done */
export function footprintLine({ commits, attempts, steps, documents, ranges, written }) {
  const committed = commits[1] - commits[0];
  return [
    committed === 0 && "nothing written",
    committed === 1 && `commit ${commits[1]}`,
    committed > 1 && `commits ${commits[0] + 1} to ${commits[1]}`,
    attempts > 1 && `${attempts} attempts`,
    steps > 0 && count(steps, "step"),
    ranges > 0 && `read ${count(documents, "document")} in ${count(ranges, "range")}`,
    written > 0 && count(written, "write"),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** One by one; null if there is nothing. @param {Footprint} done */
export function footprintList({ reads, writes, conflicts, ranges, written }) {
  if (reads.length + writes.length + conflicts.length === 0) return null;
  const left = Math.max(ranges - reads.length, 0) + Math.max(written - writes.length, 0);
  return html(
    "ul",
    { class: "fb-pg__marks" },
    ...conflicts.map(conflictItem),
    ...reads.map(readItem),
    ...writes.map((write) =>
      html("li", { class: "fb-pg__write" }, short(`${write.op} ${write.table} ${write.id}`)),
    ),
    left > 0 && html("li", {}, `${left} more`),
  );
}

/** @param {Read} read */
export function readItem(read) {
  return html(
    "li",
    { class: "fb-pg__read" },
    html("code", {}, short(`${read.index} ${read.range}`)),
    ` ${count(read.documents, "document")}`,
  );
}

/** @param {BenchReason & { attempt: number }} conflict */
function conflictItem(conflict) {
  const why = reason({ ...conflict, commit: 0, changed: true }).replace(/: another result$/, "");
  return html(
    "li",
    { class: "fb-pg__conflict" },
    `attempt ${conflict.attempt} was refused: ${why}`,
  );
}
