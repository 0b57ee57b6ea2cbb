// Places in labs as addresses written by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readPlace, writePlace } from "../../runtime/browser/place-link.js";

test("a place that was written is read again", () => {
  const place = {
    scene: "once",
    step: 7,
    moves: "aab",
    isolation: /** @type {const} */ ("snapshot"),
    settings: { pays: 70, insert: "same", on: true },
  };
  const link = writePlace(place, "https://host.invalid/labs/clock/?x#old");
  assert.ok(link.startsWith("https://host.invalid/labs/clock/?x#scene=once&"));
  assert.deepEqual(readPlace(new URL(link).hash), {
    ...place,
    settings: { pays: "70", insert: "same", on: "true" },
  });
});

test("what everybody has is not written", () => {
  const place = {
    scene: "a",
    moves: "",
    isolation: /** @type {const} */ ("serializable"),
    settings: {},
  };
  assert.equal(writePlace(place, "p"), "p#scene=a");
});

test("what is no place in a lab is left to others", () => {
  for (const hash of ["", "#predict", "#share=1.abc", "#__proto__", "#code=x"]) {
    assert.equal(readPlace(hash), null, hash);
  }
});

test("nonsense in a link is left out, and the rest of it counts", () => {
  assert.deepEqual(readPlace("#scene=a&step=-1&moves=A1&isolation=strict"), {
    scene: "a",
    settings: {},
  });
  const many = Array.from({ length: 99 }, (_, at) => `&s${at}=1`).join("");
  assert.equal(Object.keys(readPlace(`#step=2${many}`)?.settings ?? {}).length, 20);
});
