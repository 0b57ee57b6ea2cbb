// The picture of live queries, as far as it needs no page: its form, and the words under its marks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cellText, formFor } from "../../runtime/browser/views/subscriptions.js";

test("moments stand beside each other where each has room for three marks and a word", () => {
  assert.equal(formFor(5, 660), "grid");
  assert.equal(formFor(5, 659), "strips");
  assert.equal(formFor(5, 400), "strips");
  assert.equal(formFor(5, 399), "list");
});

test("the words under the marks say what was read and whether it was sent", () => {
  const cell = { touched: true, documents: 4 };
  assert.equal(cellText({ ...cell, ran: "none", told: "none" }), "waits");
  assert.equal(cellText({ ...cell, ran: "run", told: "new" }), "reads 4, new");
  assert.equal(cellText({ ...cell, ran: "run", told: "equal" }), "reads 4, equal");
  assert.equal(cellText({ ...cell, ran: "cache", told: "new" }), "cache, new");
});
