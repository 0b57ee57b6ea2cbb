// The picture of an index, as far as it needs no page: which columns have room.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layOut } from "../../runtime/browser/views/index-list.js";

const fields = ["channel", "_creationTime", "document"];

/** @param {string} channel */
const row = (channel) => ({
  name: "messages#1",
  key: [channel, "no. 1", "messages#1"],
  state: /** @type {const} */ ("kept"),
  landing: /** @type {const} */ (""),
});

test("every part of the key has a column, as wide as its longest text", () => {
  const columns = layOut(fields, [row('"red"'), row('"a longer channel"')], 600);
  assert.deepEqual(
    columns.map(({ name }) => name),
    ["channel", "created", "document"],
  );
  assert.ok(columns[0].end - columns[0].x > 18 * 6);
  assert.ok(columns.every(({ x, end }, at) => at === 0 || (x >= columns[at - 1].end && end > x)));
});

test("without room the creation time goes: the order of the rows says it", () => {
  const columns = layOut(fields, [row('"a longer channel"')], 320);
  assert.deepEqual(
    columns.map(({ name, at }) => [name, at]),
    [
      ["channel", 0],
      ["document", 2],
    ],
  );
});

test("an index on the creation time alone keeps it", () => {
  const columns = layOut(["_creationTime", "document"], [], 60);
  assert.deepEqual(
    columns.map(({ name }) => name),
    ["created", "document"],
  );
});
