// The words of a report: verdicts, checks, hints, stored documents.

import assert from "node:assert/strict";
import { test } from "node:test";
import { groupByTable } from "../../runtime/browser/document-view.js";
import { parseBlocks, parseSpans, siteAddress } from "../../runtime/browser/hint-text.js";
import {
  announcement,
  exploredWords,
  headline,
  statusWord,
} from "../../runtime/browser/report-view.js";
import { verdictName } from "../../runtime/browser/verdict-name.js";

test("every verdict has a name of its own", () => {
  const verdicts = /** @type {const} */ (["right", "unsafe", "costly", "wrong", "error"]);
  assert.equal(new Set(verdicts.map(verdictName)).size, verdicts.length);
});

test("a verdict that nobody knows is an error and not an empty banner", () => {
  assert.throws(() => verdictName(/** @type {any} */ ("splendid")), /splendid/);
});

test("an error in a call is not one of the file", () => {
  const failure = { check: "one", message: "It raised.", hint: null, timeline: null };
  assert.equal(headline({ verdict: "error", failure: null }), "The file did not run to its end");
  assert.equal(headline({ verdict: "error", failure }), "Stopped by an error");
  assert.equal(headline({ verdict: "wrong", failure }), "Not yet");
});

test("states of checks are words", () => {
  assert.equal(statusWord("not-run"), "not run");
});

test("explored orders say whether all of them were run", () => {
  assert.equal(exploredWords({ orders: 2520, run: 2520 }), "all 2,520 orders");
  assert.equal(exploredWords({ orders: 1, run: 1 }), "the one order");
  assert.equal(exploredWords({ orders: 2520, run: 40 }), "40 of 2,520 orders");
  const capped = { orders: 9000, run: 9000, distinct: 4000, capped: true };
  assert.equal(exploredWords(capped), "4,000 orders run, more exist");
  assert.equal(
    exploredWords({ orders: 0, run: 0, crash_points: 78, crash_runs: 39 }),
    "78 crash points",
  );
  const both = { orders: 6, run: 6, crash_points: 1, crash_runs: 2 };
  assert.equal(exploredWords(both), "all 6 orders, 1 crash point");
  assert.equal(exploredWords(null), "");
});

test("the announcement is the verdict, the summary and the first check that failed", () => {
  const check = { id: "one", message: "", explored: null };
  const text = announcement({
    exercise: "one-winner",
    version: "000000000000",
    verdict: "wrong",
    summary: "A job was lost.",
    checks: [
      { ...check, title: "Runs", status: "passed" },
      { ...check, title: "Keeps jobs", status: "failed" },
    ],
    failure: null,
    error: null,
    output: "",
    meters: {},
  });
  assert.equal(text, "Not yet. A job was lost. Failed: Keeps jobs.");
});

test("hints: paragraphs, lists and code are told apart", () => {
  const blocks = parseBlocks(
    "One\nline.\n\n- a\n- b\n  goes on\n\n```python\nx = 1\n\ny\n```\nEnd",
  );
  assert.deepEqual(
    blocks.map((block) => block.kind),
    ["paragraph", "list", "code", "paragraph"],
  );
  assert.deepEqual(blocks[1], {
    kind: "list",
    isOrdered: false,
    items: [[{ kind: "text", text: "a" }], [{ kind: "text", text: "b goes on" }]],
  });
  assert.deepEqual(blocks[2], { kind: "code", text: "x = 1\n\ny" });
});

test("hints: a fence that is never closed runs to the end", () => {
  assert.deepEqual(parseBlocks("```\nx"), [{ kind: "code", text: "x" }]);
});

test("hints: code, bold and links of this site become spans; the rest stays text", () => {
  assert.deepEqual(
    parseSpans("See `a` and **b**, [occ](/reference/#occ), [x](https://x.example)."),
    [
      { kind: "text", text: "See " },
      { kind: "code", text: "a" },
      { kind: "text", text: " and " },
      { kind: "bold", text: "b" },
      { kind: "text", text: ", " },
      { kind: "link", text: "occ", path: "reference/#occ" },
      { kind: "text", text: ", [x](https://x.example)." },
    ],
  );
});

test("hints: markup stays text", () => {
  assert.deepEqual(parseSpans("<img src=x onerror=alert(1)>"), [
    { kind: "text", text: "<img src=x onerror=alert(1)>" },
  ]);
});

test("a link keeps to the site, whatever path it is served below", () => {
  const script = "https://host.example/book/assets/lab/lab.js";
  assert.equal(siteAddress("reference/#occ", script), "https://host.example/book/reference/#occ");
  assert.equal(siteAddress("../other/", script), undefined);
  assert.equal(siteAddress("/evil.example/", script), "https://host.example/book//evil.example/");
});

test("documents are grouped by table, tables in order of name", () => {
  const groups = groupByTable([
    { table: "shifts", name: "shifts#1", fields: {} },
    { table: "jobs", name: "jobs#1", fields: {} },
    { table: "shifts", name: "shifts#2", fields: {} },
  ]);
  assert.deepEqual(
    groups.map(([name, rows]) => [name, rows.length]),
    [
      ["jobs", 1],
      ["shifts", 2],
    ],
  );
});
