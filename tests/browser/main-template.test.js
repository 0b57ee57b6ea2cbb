// A main(lab) for a file that has none: found or not, and written in the file's own names.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { definesMain, withMain } from "../../runtime/browser/main-template.js";

test("a main is found however it is defined, and only at the top of the file", () => {
  for (const source of [
    "def main(lab):\n    pass",
    "x = 1\nasync def main(lab): ...",
    "main = lambda lab: 1",
  ]) {
    assert.ok(definesMain(source), source);
  }
  for (const source of ["def maintain(): ...", "    def main(lab): ...", "# def main(lab)", ""]) {
    assert.ok(!definesMain(source), source);
  }
});

test("the main that is added names a table and a function of the file", () => {
  const starter = new URL("../../labs/40-occ/30-one-winner/starter.py", import.meta.url);
  const source = readFileSync(starter, "utf8");
  const { text, line } = withMain(source);
  assert.ok(text.startsWith(source.trimEnd()));
  assert.ok(definesMain(text));
  assert.equal(text.split("\n")[line - 1], '    return lab.documents("jobs")');
  assert.match(text, /lab\.seed\("jobs"/);
  assert.match(text, /lab\.run\("start"/);
  assert.match(text, /return lab\.documents\("jobs"\)\n$/);
});

test("a file without tables or functions gets one too", () => {
  assert.ok(definesMain(withMain("").text));
});
