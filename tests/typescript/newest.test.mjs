// The nightly summary says which package, which check and what it said; the vectors are asked and compared.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf, summary } from "./newest.mjs";
import { asked } from "./vectors.mjs";

const PINNED = { package: "convex", pinned: "1.0.0", tried: "1.0.0" };
const RAISED = { package: "convex", pinned: "1.0.0", tried: "1.1.0" };
const HOLDS = { check: "samples compile", ok: true, seconds: 3, said: "" };
const FAILS = { check: "answers", ok: false, seconds: 1, said: "value_order-001: 1. Recorded: -1" };

test("the name of a package is what stands before its version", () => {
  assert.equal(nameOf("@convex-dev/auth@latest"), "@convex-dev/auth");
  assert.equal(nameOf("convex@1.2.3"), "convex");
  assert.equal(nameOf("@convex-dev/auth"), "@convex-dev/auth");
});

test("a newer version with which all holds can be taken", () => {
  const text = summary([RAISED], [HOLDS]);
  assert.match(text, /All 1 checks hold; the versions of package\.json can be raised/);
  assert.match(text, /\| convex \| 1\.0\.0 \| 1\.1\.0 \|/);
});

test("no newer version is said as such", () => {
  assert.match(summary([PINNED], [HOLDS]), /nothing newer is out/);
});

test("a check that fails is named with what it said", () => {
  const text = summary([RAISED], [HOLDS, FAILS]);
  assert.match(text, /1 of 2 checks fail with these versions/);
  assert.match(text, /\| answers \| \*\*fails\*\* \|/);
  assert.match(text, /## answers\n\n```\nvalue_order-001: 1\. Recorded: -1\n```/);
});

test("npm convex at the pinned version answers as recorded", () => {
  for (const area of ["value_order", "value_json", "value_size", "validator_builder", "cron"]) {
    const { compared, differences } = asked(area);
    assert.ok(compared > 30, area);
    assert.deepEqual(differences, []);
  }
});
