// A schedule with everything in it: two lanes, reads, writes, a conflict, a second attempt.

/** @import { Move, Timeline } from "../../runtime/browser/protocol.js" */

/** @param {Partial<Move> & { n: number, lane: string }} fields @returns {Move} */
export function move(fields) {
  return {
    attempt: 1,
    kind: "step",
    label: "step",
    text: "A step.",
    line: null,
    version: null,
    reads: [],
    writes: [],
    conflict: null,
    ...fields,
  };
}

const read = { index: "counters.by_id", range: "[counters#1]", documents: 1 };
const write = { op: "patch", document: "counters#1", text: "value = 1" };
const conflict = { ...read, document: "counters#1", writer: "a", version: 1 };

/** @type {Timeline} */
export const timeline = {
  schedule: "ababab",
  isolation: "serializable",
  lanes: [
    {
      id: "a",
      path: "counters:increment",
      title: "increment(counters#1)",
      attempts: 1,
      outcome: { status: "returned", text: "1" },
    },
    {
      id: "b",
      path: "counters:increment",
      title: "increment(counters#1)",
      attempts: 2,
      outcome: { status: "open", text: "" },
    },
  ],
  moves: [
    move({ n: 1, lane: "a", kind: "begin", label: "begin", version: 0 }),
    move({ n: 2, lane: "b", kind: "begin", label: "begin", version: 0 }),
    move({ n: 3, lane: "a", label: "db.get", reads: [read], line: 10 }),
    move({ n: 4, lane: "b", label: "db.get", reads: [read], line: 10 }),
    move({ n: 5, lane: "a", label: "db.patch", reads: [read], writes: [write], line: 12 }),
    move({ n: 6, lane: "a", kind: "commit", label: "commit", version: 1 }),
    move({ n: 7, lane: "b", kind: "conflict", label: "conflict", version: 1, conflict }),
    move({ n: 8, lane: "b", kind: "begin", label: "begin", attempt: 2, version: 1 }),
  ],
  documents: { before: [], after: [] },
};
