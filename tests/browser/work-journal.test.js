// Work that a page shows as done is there after a reload, however soon the reload comes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { IDBFactory } from "fake-indexeddb";
import { Progress } from "../../runtime/browser/progress.js";
import { WorkDatabase } from "../../runtime/browser/work-database.js";
import { addAttempt, versionOf } from "../../runtime/browser/work-record.js";

/** A Storage in memory. @param {Map<string, string>} [items] @returns {Storage} */
function memory(items = new Map()) {
  return {
    get length() {
      return items.size;
    },
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

/** A browser's stores, and what is in them if the page goes away at this moment. */
function browser() {
  /** @type {Map<string, string>} */
  const items = new Map();
  const factory = new IDBFactory();
  return {
    items,
    factory,
    open: () => new Progress({ factory, storage: memory(items) }),
    /** The page has gone before the database took anything. */
    openWithoutDatabase: () =>
      new Progress({ factory: new IDBFactory(), storage: memory(new Map(items)) }),
  };
}

const place = { id: "one-winner", version: "1a", starter: "" };
const skipped = { choice: null, isRight: null, at: 1 };

test("a question passed over is passed over although the database never heard of it", async () => {
  const { open, openWithoutDatabase } = browser();
  const page = open();
  await page.ready;
  /** @type {unknown} */
  let shownWith;
  page.subscribe(() => {
    shownWith ??= openWithoutDatabase();
  });
  page.update("one-winner", (work) => {
    work.predicted = skipped;
  });
  assert.ok(shownWith instanceof Progress); // at the very moment at which the page shows it
  await shownWith.ready;
  assert.deepEqual(shownWith.get("one-winner")?.predicted, skipped);
});

test("what the database has is struck out of the journal, and found without it", async () => {
  const { items, open } = browser();
  const page = open();
  const isKept = await page.update("one-winner", (work) => {
    work.predicted = skipped;
  });
  assert.equal(isKept, true);
  assert.equal(page.keeping, "kept");
  assert.equal(items.size, 0);
  const next = open();
  await next.ready;
  assert.deepEqual(next.get("one-winner")?.predicted, skipped);
});

test("what a page leaves in the journal moves to the database, on top of what is there", async () => {
  const { items, factory, open } = browser();
  const first = open();
  await first.update("one-winner", (work) => {
    addAttempt(versionOf(work, "1a"), { at: 1, verdict: "wrong", failed: "c" });
  });
  const gone = open();
  await gone.ready;
  gone.update("one-winner", (work) => {
    work.predicted = skipped;
    addAttempt(versionOf(work, "1a"), { at: 2, verdict: "right", failed: null });
  });
  const left = new Map(items);
  const found = new Progress({ factory, storage: memory(left) });
  await found.adopt("other", []); // after the journal has moved
  assert.equal(left.size, 0);
  items.clear();
  const next = open();
  await next.ready;
  const work = next.get("one-winner");
  assert.deepEqual(work?.predicted, skipped);
  assert.deepEqual(
    work?.versions["1a"].attempts.map((attempt) => attempt.at),
    [1, 2],
  );
});

test("of two changes that follow closely neither is lost, here or in the database", async () => {
  const { items, open } = browser();
  const page = open();
  await page.ready;
  const one = page.update("one-winner", (work) => {
    work.predicted = { choice: "both", isRight: null, at: 1 };
  });
  const other = page.update("one-winner", (work) => {
    if (work.predicted) work.predicted.isRight = false;
  });
  await one;
  assert.equal(page.get("one-winner")?.predicted?.isRight, false);
  await other;
  assert.equal(items.size, 0);
  const next = open();
  await next.ready;
  assert.deepEqual(next.get("one-winner")?.predicted, { choice: "both", isRight: false, at: 1 });
});

test("an answer that has been run is not taken back by the copy that was not", async () => {
  const { open, openWithoutDatabase } = browser();
  const page = open();
  const predicted = { choice: "both", isRight: null, at: 1 };
  await page.update("one-winner", (work) => {
    work.predicted = predicted;
  });
  page.update("one-winner", (work) => {
    work.predicted = { ...predicted, isRight: true };
  });
  const gone = openWithoutDatabase();
  await gone.ready;
  assert.equal(gone.get("one-winner")?.predicted?.isRight, true);
});

test("a reset to the starter is not undone by a reload", async () => {
  const { items, factory, open } = browser();
  const first = open();
  await first.update("one-winner", (work) => {
    Object.assign(versionOf(work, "1a"), { text: "mine", savedAt: 1 });
  });
  const page = open();
  await page.ready;
  page.saveText(place, null);
  const next = new Progress({ factory, storage: memory(new Map(items)) });
  await next.ready;
  assert.equal(next.get("one-winner")?.versions["1a"].text, null);
});

test("text typed after a reset is newer than the reset", async () => {
  const { openWithoutDatabase, open } = browser();
  const page = open();
  await page.ready;
  page.saveText(place, "one");
  page.saveText(place, null);
  page.saveText(place, "two");
  const next = openWithoutDatabase();
  await next.ready;
  assert.equal(next.get("one-winner")?.versions["1a"].text, "two");
});

test("what is typed while the database is read is not replaced by what it had", async (t) => {
  const { open } = browser();
  await open().update("one-winner", (work) => {
    Object.assign(versionOf(work, "1a"), { text: "old", savedAt: 1 });
  });
  const page = open();
  const { all } = WorkDatabase.prototype;
  t.mock.method(
    WorkDatabase.prototype,
    "all",
    /** @this {WorkDatabase} */
    async function allAndType() {
      const found = await all.call(this);
      page.saveText(place, "new");
      return found;
    },
  );
  await page.ready;
  assert.equal(page.get("one-winner")?.versions["1a"].text, "new");
});

test("what is done while another tab's change is read is not replaced by what was read", async (t) => {
  const { factory, items } = browser();
  const channel = new EventTarget();
  Object.assign(channel, { postMessage() {} });
  const page = new Progress({
    factory,
    storage: memory(items),
    channel: () => /** @type {BroadcastChannel} */ (channel),
  });
  await page.ready;
  await page.update("one-winner", (work) => {
    addAttempt(versionOf(work, "1a"), { at: 1, verdict: "wrong", failed: "c" });
  });
  const { get } = WorkDatabase.prototype;
  const told = new Promise((resolve) => {
    t.mock.method(
      WorkDatabase.prototype,
      "get",
      /** @this {WorkDatabase} @param {string} id */
      async function getAndAnswer(id) {
        const found = await get.call(this, id);
        if (!page.get(id)?.predicted) {
          await page.update(id, (work) => {
            work.predicted = skipped;
          });
          page.subscribe(resolve);
        }
        return found;
      },
    );
  });
  channel.dispatchEvent(new MessageEvent("message", { data: { id: "one-winner" } }));
  await told;
  assert.deepEqual(page.get("one-winner")?.predicted, skipped);
});

test("a browser without a database keeps work in the journal", async () => {
  /** @type {Map<string, string>} */
  const items = new Map();
  const page = new Progress({ storage: memory(items) });
  await page.ready;
  assert.equal(page.keeping, "journal");
  const isKept = await page.update("one-winner", (work) => {
    work.predicted = skipped;
  });
  assert.equal(isKept, true);
  const next = new Progress({ storage: memory(items) });
  await next.ready;
  assert.deepEqual(next.get("one-winner")?.predicted, skipped);
});

test("what others wrote under such a name is left alone", async () => {
  const items = new Map([
    ["fieldbook:work:one-winner", "{not JSON"],
    ["fieldbook:work:other", '{"id": "one-winner", "versions": {}}'],
  ]);
  const page = new Progress({ factory: new IDBFactory(), storage: memory(items) });
  await page.adopt("x", []);
  assert.deepEqual(page.all(), []);
  assert.equal(items.size, 2);
});
