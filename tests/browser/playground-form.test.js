// The playground's fields: names of files, arguments as they are typed, and what is wrong with them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readField } from "../../runtime/browser/playground-field.js";
import {
  nameProblem,
  onlyFile,
  readFiles,
  typedName,
} from "../../runtime/browser/playground-modules.js";

/** @param {any} input @param {string} text @param {boolean} [optional] */
const read = (input, text, optional = false) => readField({ input, optional }, text);

for (const [input, text, value] of [
  ["text", 'a "b"', '"a \\"b\\""'],
  ["text", "", '""'],
  ["number", " 5 ", "5"],
  ["number", "-2.50", "-2.50"],
  ["number", "1e6", "1e6"],
  ["number", "007", "7"],
  ["bigint", "5", '{"$integer": "BQAAAAAAAAA="}'],
  ["bigint", "-1", '{"$integer": "//////////8="}'],
  ["choice", '"good"', '"good"'],
  ["json", ' [1, "a"] ', '[1, "a"]'],
]) {
  test(`${input} takes ${JSON.stringify(text)}`, () => {
    assert.deepEqual(read(input, text), { value, problem: "" });
  });
}

for (const [input, text, said] of [
  ["number", "five", /no number/],
  ["number", "", /no number/],
  ["number", "NaN", /no number/],
  ["bigint", "1.5", /no whole number/],
  ["bigint", "9223372036854775808", /no whole number/],
  ["json", "[1,", /not JSON/],
  ["json", "text", /double quotes/],
]) {
  test(`${input} refuses ${JSON.stringify(text)}`, () => {
    assert.match(read(input, /** @type {string} */ (text)).problem, /** @type {RegExp} */ (said));
  });
}

test("what may be left out is left out when nothing stands there", () => {
  for (const input of ["text", "number", "bigint", "choice", "json"]) {
    assert.deepEqual(read(input, " ", true), { value: "", problem: "" });
  }
});

test("a name of a file is one that can be imported, and is free", () => {
  const others = [{ name: "app", text: "" }];
  for (const name of ["jobs", "lib/words", "http", "a_1"])
    assert.equal(nameProblem(name, others), "");
  for (const name of [
    "",
    "app",
    "1a",
    "_a",
    "a-b",
    "a/",
    "lib/.",
    "minivex",
    "minivex/x",
    "a".repeat(61),
  ]) {
    assert.notEqual(nameProblem(name, others), "", name);
  }
  assert.deepEqual(["convex/jobs.ts", " jobs.py ", "lib/a"].map(typedName), [
    "jobs",
    "jobs",
    "lib/a",
  ]);
});

test("files that somebody wrote down are files or nothing", () => {
  assert.deepEqual(readFiles(onlyFile("x")), [{ name: "app", text: "x" }]);
  assert.deepEqual(readFiles([{ name: "a", text: "x", more: 1 }]), [{ name: "a", text: "x" }]);
  for (const wrong of [
    null,
    {},
    [null],
    [{ name: "a" }],
    [{ name: "a", text: "x".repeat(200_001) }],
  ]) {
    assert.equal(readFiles(wrong), null);
  }
});
