// Where the marks of a time axis go.

import assert from "node:assert/strict";
import { test } from "node:test";
import { layOutClock } from "../../runtime/browser/views/clock-layout.js";

/** @import { Picture, TimeMark } from "../../runtime/browser/views/clock-layout.js" */

/** @param {Partial<TimeMark>} given @returns {TimeMark} */
function mark(given) {
  return {
    state: "success",
    row: 0,
    at: 0,
    name: "job#1",
    since: null,
    from: null,
    to: given.at ?? 0,
    attempts: 1,
    isNew: false,
    ...given,
  };
}

/** @param {TimeMark[]} marks @param {Partial<Picture>} [given] @returns {Picture} */
function picture(marks, given = {}) {
  return {
    start: 0,
    end: 100,
    now: 50,
    nowText: "00:50",
    ticks: [0, 20, 40, 60, 80, 100].map((ms) => ({ ms, text: `${ms}` })),
    rows: ["remind", "count"],
    marks,
    ...given,
  };
}

for (const width of [330, 700, 1100]) {
  test(`at ${width} pixels everything is inside, in order of time`, () => {
    const marks = [0, 25, 50, 75, 100].map((at) => mark({ at }));
    const layout = layOutClock(picture(marks), width);
    const xs = layout.marks.map(({ x }) => x);
    assert.deepEqual(
      xs,
      [...xs].sort((one, other) => one - other),
    );
    assert.equal(xs[0], layout.left);
    assert.equal(xs.at(-1), layout.right);
    assert.ok(layout.left >= 14 && layout.right <= width - 14);
    assert.equal(layout.nowX, (layout.left + layout.right) / 2);
    for (const { y, height } of layout.rows) assert.ok(y + height <= layout.height);
  });
}

test("marks that would touch stand in lines of their own, others share one", () => {
  const apart = layOutClock(picture([mark({ at: 10 }), mark({ at: 60 })]), 700);
  assert.equal(apart.marks[0].y, apart.marks[1].y);
  const close = layOutClock(picture([mark({ at: 10 }), mark({ at: 11 })]), 700);
  assert.notEqual(close.marks[0].y, close.marks[1].y);
});

test("a wait and a run keep their line for themselves", () => {
  const waits = mark({ at: 60, since: 0 });
  const meanwhile = mark({ at: 30 });
  const { marks } = layOutClock(picture([waits, meanwhile]), 700);
  assert.notEqual(marks[0].y, marks[1].y);
  const runs = mark({ at: 10, from: 10, to: 70 });
  const during = layOutClock(picture([runs, mark({ at: 40 })]), 700);
  assert.notEqual(during.marks[0].y, during.marks[1].y);
});

test("a run that took no time is a mark, one that took time a bar as well", () => {
  const { marks } = layOutClock(
    picture([mark({ at: 10, from: 10, to: 10 }), mark({ at: 40, from: 40, to: 60 })]),
    700,
  );
  assert.equal(marks[0].run, null);
  assert.ok(marks[1].run && marks[1].run[0] < marks[1].run[1]);
});

test("a row is under the one before, whatever each has to hold", () => {
  const crowded = [10, 11, 12, 13].map((at) => mark({ at }));
  const { rows, marks } = layOutClock(picture([...crowded, mark({ at: 10, row: 1 })]), 700);
  assert.ok(rows[1].y >= rows[0].y + rows[0].height);
  for (const { mark: own, y } of marks) {
    const row = rows[own.row];
    assert.ok(y > row.y && y < row.y + row.height);
  }
});

test("on a phone a row's title stands above its marks, and the first time stays inside", () => {
  const narrow = layOutClock(picture([mark({ at: 0 })]), 330);
  assert.ok(narrow.marks[0].y > narrow.rows[0].titleY);
  assert.equal(narrow.ticks[0].anchor, "start");
});

test("no name of a time touches the next, however narrow it is", () => {
  const ticks = [0, 20, 40, 60, 80, 100].map((ms) => ({ ms, text: `09:00:${ms}` }));
  for (let width = 200; width < 900; width += 10) {
    const found = layOutClock(picture([], { ticks }), width).ticks;
    assert.ok(found.length > 0);
    const edges = found.map(({ x, text, anchor }) => {
      const wide = text.length * 6.7;
      const start = { start: x, middle: x - wide / 2, end: x - wide }[anchor];
      return [start, start + wide];
    });
    for (const [at, [start]] of edges.slice(1).entries())
      assert.ok(start > edges[at][1], `${width}`);
  }
});

test("the clock's own time stays inside at every moment", () => {
  const nowText = "2026-03-31 00:00";
  const wide = nowText.length * 7.3;
  for (let now = 0; now <= 100; now += 1) {
    const { nowX, nowAnchor, width } = layOutClock(picture([], { now, nowText }), 330);
    const start = { start: nowX, middle: nowX - wide / 2, end: nowX - wide }[nowAnchor];
    assert.ok(start >= 0 && start + wide <= width, `${now}`);
  }
});
