// A playground as a file: it comes back whole, or nothing is changed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { FORMAT_VERSION, writePlaygroundFile } from "../../runtime/browser/playground-file.js";
import {
  PlaygroundFileError,
  readPlaygroundFile,
} from "../../runtime/browser/playground-import.js";
import { LogBytes } from "../../runtime/browser/playground-log.js";
import { emptyState, migrated } from "../../runtime/browser/playground-store.js";

/** @param {...number} values */
const bytes = (...values) => Uint8Array.from(values);

/** @param {LogBytes} log */
const listed = (log) => [...log.toBytes()];

const FILES = [
  { name: "schema", text: "x = 1\n" },
  { name: "lib/words", text: "" },
];
const PANES = [{ id: "1", path: "app:newest", args: "{}", as: "ada" }];

function exported() {
  const log = new LogBytes([{ from: 0, bytes: bytes(1, 0, 255) }]);
  const state = { ...emptyState(), files: FILES, now: 7, commits: 2, panes: PANES };
  return writePlaygroundFile(state, log, new Date(0));
}

test("a playground comes back from its file", () => {
  const { state, log } = readPlaygroundFile(exported());
  assert.deepEqual([state.files, state.draft], [FILES, null]);
  assert.deepEqual([state.now, state.commits, state.seed], [7, 2, 1]);
  assert.deepEqual(state.panes, PANES);
  assert.deepEqual(listed(log), [1, 0, 255]);
});

test("a file of version 1 opens with its code as app", () => {
  const { files: _, ...rest } = JSON.parse(exported());
  const old = { ...rest, formatVersion: 1, source: "x = 1\n", draft: "x = 2\n" };
  const { state, log } = readPlaygroundFile(JSON.stringify(old));
  assert.deepEqual(state.files, [{ name: "app", text: "x = 1\n" }]);
  assert.deepEqual(state.draft, [{ name: "app", text: "x = 2\n" }]);
  assert.deepEqual([state.commits, listed(log)], [2, [1, 0, 255]]);
  const unsaid = readPlaygroundFile(JSON.stringify({ ...old, source: "", draft: null }));
  assert.deepEqual([unsaid.state.files, unsaid.state.draft], [[], null]);
});

test("what version 1 kept in the browser is kept as files", () => {
  const old = { owner: "tab", source: "x = 1\n", draft: null, now: 7, commits: 2, panes: PANES };
  const state = migrated(old);
  assert.deepEqual(state.files, [{ name: "app", text: "x = 1\n" }]);
  assert.deepEqual([state.draft, state.now, state.commits, state.panes], [null, 7, 2, PANES]);
  assert.equal("source" in state, false);
  assert.deepEqual(migrated({ source: "", draft: "y\n" }).draft, [{ name: "app", text: "y\n" }]);
});

/** @param {Record<string, unknown>} change */
const changed = (change) => JSON.stringify({ ...JSON.parse(exported()), ...change });

for (const [name, text, said] of [
  ["cut off", exported().slice(0, -40), /not JSON to its end/],
  ["foreign", "[1, 2]", /not written by the playground/],
  [
    "somebody's work",
    changed({ format: "convex-fieldbook-work" }),
    /not written by the playground/,
  ],
  ["newer", changed({ formatVersion: FORMAT_VERSION + 1 }), /newer version of this site/],
  ["of no version", changed({ formatVersion: "1" }), /newer version of this site/],
  ["with a shorter log", changed({ log: "AQ==" }), /a part is missing/],
  ["with a log that is no base64", changed({ log: "%" }), /the data/],
  ["without code", changed({ files: 5 }), /the code/],
  ["with two files of one name", changed({ files: [FILES[0], FILES[0]] }), /the code/],
  ["with a file that is no module", changed({ draft: [{ name: "a-b", text: "" }] }), /the code/],
  ["of version 1 without code", changed({ formatVersion: 1 }), /the code/],
  ["before the beginning of time", changed({ now: -1 }), /now/],
  ["with queries that are none", changed({ panes: [{ path: 1 }] }), /live query 1/],
]) {
  test(`a file that is ${name} is refused, and says why`, () => {
    assert.throws(
      () => readPlaygroundFile(/** @type {string} */ (text)),
      (error) =>
        error instanceof PlaygroundFileError && /** @type {RegExp} */ (said).test(error.message),
    );
  });
}
