// Where the marks of a schedule go, and the sentences that say the same.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layOut, markOf, wrap } from "../../runtime/browser/timeline-layout.js";
import { laneEnd, moveSentence } from "../../runtime/browser/timeline-words.js";
import { move, timeline } from "./fixtures.js";

const [someLane] = timeline.lanes;
const nine = {
  ...timeline,
  lanes: [...timeline.lanes, ...[..."cdefghi"].map((id) => ({ ...someLane, id }))],
};

test("time runs down: rows follow each other without overlap", () => {
  const { rows, height } = layOut(timeline, 600);
  assert.deepEqual(
    rows.map((row) => row.n),
    [1, 2, 3, 4, 5, 6, 7, 8],
  );
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1];
    if (before) assert.ok(row.y >= before.y + before.height);
    assert.ok(row.y + row.height <= height);
  }
});

test("each lane keeps to its own column while there is room", () => {
  const { rows, rails, form } = layOut(timeline, 600);
  assert.equal(form, "columns");
  assert.equal(rails[1].x - rails[0].x, 300);
  for (const row of rows) {
    const rail = rails.find((one) => one.id === row.lane);
    assert.equal(row.markX, rail?.x);
    assert.ok(row.textX > row.markX);
  }
});

test("on a phone the rails move together and all text starts to their right", () => {
  const { rows, rails, form } = layOut(timeline, 330);
  assert.equal(form, "rails");
  const last = Math.max(...rails.map((rail) => rail.x));
  for (const row of rows) assert.ok(row.textX > last);
});

test("where the rails leave no room for text, each row says its lane", () => {
  assert.equal(layOut(nine, 700).form, "rails");
  const { rows, rails, form } = layOut(nine, 330);
  assert.equal(form, "list");
  assert.ok(Math.max(...rows.map((row) => row.textX)) < 330 / 4);
  for (const [at, row] of rows.entries()) {
    const isGoingOn = rows[at - 1]?.lane === row.lane && !row.isRetry;
    assert.equal(row.badgeX === null, isGoingOn, `row ${row.n}`);
  }
  const together = [[5, 6]];
  assert.equal(rails.length, rows.filter((row) => row.badgeX === null).length);
  for (const [from, to] of rails.map(({ top, bottom }) => [top, bottom])) {
    const [first, last] = [from, to].map((y) => rows.find((row) => row.markY === y));
    assert.equal(first?.lane, last?.lane);
  }
  assert.deepEqual(
    rails.map((rail) =>
      rows.filter((row) => row.markY >= rail.top && row.markY <= rail.bottom).map((row) => row.n),
    ),
    together,
  );
});

test("which call a lane is stands at its first move, unless its column says it", () => {
  const titlesAt = (/** @type {number} */ width) =>
    layOut(timeline, width)
      .rows.filter((row) => row.lines.some((line) => line.tone === "title"))
      .map((row) => row.n);
  assert.deepEqual(titlesAt(600), []);
  assert.deepEqual(titlesAt(330), [1, 2]);
});

test("no text is wider than its room", () => {
  for (const width of [260, 330, 430, 600, 1000]) {
    const layout = layOut(width === 430 ? nine : timeline, width);
    for (const row of layout.rows) {
      for (const line of row.lines) {
        assert.ok(row.textX + line.text.length * 7.2 <= width, `${width}: ${line.text}`);
      }
    }
  }
});

test("a second attempt breaks the rail above it, and only in its lane", () => {
  const { rows, rails } = layOut(timeline, 600);
  assert.deepEqual(
    rows.filter((row) => row.isRetry).map((row) => row.n),
    [8],
  );
  assert.equal(rails[0].breaks.length, 0);
  assert.equal(rails[1].breaks.length, 1);
  assert.ok(rails[1].breaks[0] < rows[7].y);
});

test("a conflict is linked to the commit that caused it", () => {
  const { links, rows } = layOut(timeline, 600);
  assert.equal(links.length, 1);
  assert.equal(links[0].fromY, rows[5].markY);
  assert.equal(links[0].toY, rows[6].markY);
});

test("a step shows what it did, a write before a read", () => {
  assert.deepEqual(timeline.moves.map(markOf), [
    "begin",
    "begin",
    "read",
    "read",
    "write",
    "commit",
    "conflict",
    "begin",
  ]);
  assert.equal(markOf(move({ n: 1, lane: "a" })), "step");
});

test("a crash, a restart and a wait have marks of their own and say all; an unknown kind is a step", () => {
  for (const kind of ["crash", "restart", "wait", "eclipse"]) {
    const fields = { kind: /** @type {"crash"} */ (kind), label: "it ends", text: "It ended." };
    const one = move({ n: 1, lane: "a", ...fields });
    const isKnown = kind !== "eclipse";
    assert.equal(markOf(one), isKnown ? kind : "step");
    const { rows } = layOut({ ...timeline, moves: [one] }, 600);
    assert.equal(rows[0].isAside, isKnown);
    const said = rows[0].lines.map((line) => line.text);
    assert.deepEqual(said, isKnown ? ["it ends", "It ended."] : ["it ends"]);
    assert.equal(moveSentence(one, 2).includes("lane"), !isKnown);
  }
});

test("an empty schedule still has its rails", () => {
  const layout = layOut({ ...timeline, moves: [] }, 400);
  assert.equal(layout.rows.length, 0);
  assert.equal(layout.rails.length, 2);
});

test("a text goes on in the next line, and says so where it is cut", () => {
  assert.deepEqual(wrap("abcd", 4), ["abcd"]);
  assert.deepEqual(wrap("ab cd ef", 5), ["ab cd", "ef"]);
  assert.deepEqual(wrap("abcdef", 4), ["abcd", "ef"]);
  assert.deepEqual(wrap("ab cdefghij kl", 4), ["ab", "cdef", "ghi…"]);
});

test("a move's sentence names move, lane and attempt", () => {
  const again = move({ n: 8, lane: "b", attempt: 2, text: "Begins at version 1." });
  assert.equal(moveSentence(again, 9), "Move 8 of 9, lane b, attempt 2. Begins at version 1.");
});

test("how a lane ended, in words", () => {
  assert.deepEqual(timeline.lanes.map(laneEnd), ["returned 1", "not finished"]);
});
