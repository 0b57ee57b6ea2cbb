// The learner's work: kept, merged, exported and imported, shared, compared.

import assert from "node:assert/strict";
import { test } from "node:test";
import { diffLines } from "../../runtime/browser/line-diff.js";
import { Progress } from "../../runtime/browser/progress.js";
import { SavedText } from "../../runtime/browser/saved-text.js";
import { readLink, ShareError, writeLink } from "../../runtime/browser/share-link.js";
import { readWorkFile, WorkFileError, writeWorkFile } from "../../runtime/browser/work-file.js";
import {
  addAttempt,
  emptyWork,
  mergeWork,
  standing,
  versionOf,
} from "../../runtime/browser/work-record.js";

/** @import { Work } from "../../runtime/browser/work-record.js" */

/** A Storage in memory. @param {Record<string, string>} [entries] @returns {Storage} */
function memory(entries = {}) {
  const items = new Map(Object.entries(entries));
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

const place = { id: "one-winner", version: "1a" };

/** @param {(work: Work) => void} change @returns {Work} */
function work(change) {
  const made = emptyWork("one-winner");
  change(made);
  return made;
}

test("text is kept by exercise and content version", async () => {
  const progress = new Progress({ storage: memory() });
  await progress.ready;
  assert.equal(progress.keeping, "journal");
  const saved = new SavedText(place, progress, "starter");
  assert.equal(saved.load(), null);
  assert.equal(saved.save("x = 1"), true);
  assert.equal(saved.load(), "x = 1");
  assert.equal(new SavedText({ ...place, id: "other" }, progress, "").load(), null);
  saved.forget();
  assert.equal(saved.load(), null);
});

test("text that an earlier version of the site kept is found, and is not lost without a database", async () => {
  const storage = memory({ "fieldbook:text:one-winner@1a": "mine", "other site": "x" });
  const progress = new Progress({ storage });
  await progress.ready;
  assert.equal(new SavedText(place, progress, "starter").load(), "mine");
  assert.equal(storage.getItem("fieldbook:text:one-winner@1a"), "mine");
});

test("a browser that keeps nothing says so", async () => {
  const full = memory();
  full.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const progress = new Progress({ storage: full });
  await progress.ready;
  assert.equal(progress.keeping, "memory");
  assert.equal(new SavedText(place, progress, "").save("x"), false);
  assert.equal(new SavedText(place, progress, "").load(), "x"); // until the page closes
});

test("a new version goes on by itself where the starter is the same, and asks where it is not", async () => {
  const progress = new Progress({ storage: memory() });
  await progress.ready;
  new SavedText(place, progress, "starter").save("mine");
  const next = { ...place, version: "2b" };
  assert.deepEqual(new SavedText(next, progress, "starter").other(), {
    text: "mine",
    isSameStarter: true,
  });
  assert.deepEqual(new SavedText(next, progress, "another").other(), {
    text: "mine",
    isSameStarter: false,
  });
});

test("a renamed exercise takes its work along", async () => {
  const progress = new Progress({ storage: memory() });
  await progress.ready;
  new SavedText({ ...place, id: "old-name" }, progress, "").save("mine");
  await progress.adopt("one-winner", ["old-name", "never-there"]);
  assert.equal(new SavedText(place, progress, "").load(), "mine");
  assert.equal(progress.get("old-name"), undefined);
});

test("how far one is goes by what passed, in this version or before", () => {
  const begun = work((one) => {
    addAttempt(versionOf(one, "1a"), { at: 1, verdict: "wrong", failed: "c" });
  });
  assert.deepEqual(standing(undefined, "1a"), { state: "new", verdict: null, attempts: 0 });
  assert.deepEqual(standing(begun, "1a"), { state: "begun", verdict: "wrong", attempts: 1 });
  addAttempt(versionOf(begun, "1a"), { at: 2, verdict: "right", failed: null });
  addAttempt(versionOf(begun, "1a"), { at: 3, verdict: "wrong", failed: "c" });
  assert.equal(standing(begun, "1a").state, "passed");
  assert.equal(standing(begun, "2b").state, "passed-before");
});

test("of two copies the newer text stays, and every attempt and hint", () => {
  const mine = work((one) => {
    Object.assign(versionOf(one, "1a"), { text: "old", savedAt: 1, hints: { a: 2 } });
    addAttempt(versionOf(one, "1a"), { at: 1, verdict: "wrong", failed: "c" });
  });
  const theirs = work((one) => {
    Object.assign(versionOf(one, "1a"), { text: "new", savedAt: 2, hints: { a: 1, b: 1 } });
    addAttempt(versionOf(one, "1a"), { at: 1, verdict: "wrong", failed: "c" });
    addAttempt(versionOf(one, "1a"), { at: 2, verdict: "right", failed: null });
  });
  for (const merged of [mergeWork(mine, theirs), mergeWork(theirs, mine)]) {
    const now = merged.versions["1a"];
    assert.equal(now.text, "new");
    assert.deepEqual(now.hints, { a: 2, b: 1 });
    assert.deepEqual(
      now.attempts.map((attempt) => attempt.at),
      [1, 2],
    );
  }
});

test("what is kept of attempts is bounded, and the first that passed stays", () => {
  const now = versionOf(emptyWork("x"), "1a");
  addAttempt(now, { at: 0, verdict: "right", failed: null });
  for (let at = 1; at < 500; at++) addAttempt(now, { at, verdict: "wrong", failed: "c" });
  assert.equal(now.attempts.length, 200);
  assert.equal(now.attempts[0].verdict, "right");
});

test("an exported file gives the same work back", () => {
  const one = work((each) => {
    each.predicted = { choice: "both", isRight: false, at: 1 };
    Object.assign(versionOf(each, "1a"), { text: "Zoë 😀", savedAt: 2, hints: { a: 2 } });
    addAttempt(versionOf(each, "1a"), { at: 1, verdict: "right", failed: null });
    versionOf(each, "1a").passed = { text: "x", at: 1 };
  });
  assert.deepEqual(readWorkFile(writeWorkFile([one], new Date(0))), [one]);
});

test("a file that is corrupt, foreign or newer is refused with the reason", () => {
  const text = writeWorkFile(
    [work((one) => Object.assign(versionOf(one, "1a"), { text: "x" }))],
    new Date(0),
  );
  /** @type {[string, RegExp][]} */
  const cases = [
    ["", /not JSON/],
    [text.slice(0, -20), /not JSON/],
    ["[]", /not written by/],
    ['{"format": "something"}', /not written by/],
    [text.replace('"formatVersion": 1', '"formatVersion": 2'), /newer version of this site/],
    [text.replace('"text": "x"', '"text": 7'), /work on “one-winner”, its text cannot be read/],
    [text.replace('"id": "one-winner"', '"id": "../x"'), /entry 1, its id/],
    [text.replace('"savedAt": 0', '"savedAt": -1'), /a time/],
    [text.replace('"attempts": []', '"attempts": [{"at": 1, "verdict": "best"}]'), /an attempt/],
    [text.replace('"1a"', '"__proto__"'), /a version|its versions/],
  ];
  for (const [file, reason] of cases) {
    assert.throws(() => readWorkFile(file), { name: "Error", message: reason }, file);
    assert.throws(() => readWorkFile(file), WorkFileError);
  }
});

test("a link gives back code, seed, schedule and step", async () => {
  const shared = {
    ...place,
    code: "print('Zoë 😀')\n",
    seed: 7,
    moves: "abba",
    step: 3,
    isolation: /** @type {const} */ ("none"),
  };
  const link = await writeLink(shared, "https://example.org/x/#old");
  assert.match(link, /^https:\/\/example\.org\/x\/#share=1\.[\w-]+$/);
  assert.deepEqual(await readLink(new URL(link).hash), shared);
  assert.equal(await readLink("#task"), null);
});

test("a link that is too long, damaged or from elsewhere is refused with the reason", async () => {
  let noise = "";
  for (let at = 0; at < 9_000; at++)
    noise += String.fromCharCode(33 + ((at * 7919 + (at >> 3) * 31) % 94));
  const random = Array.from({ length: 12_000 }, () => Math.random().toString(36)[3]).join("");
  await assert.rejects(
    writeLink({ ...place, code: noise + random }, "https://x.test/"),
    ShareError,
  );
  const link = new URL(await writeLink({ ...place, code: "x = 1" }, "https://x.test/")).hash;
  await assert.rejects(readLink(link.slice(0, -6)), /damaged/);
  await assert.rejects(readLink("#share=1.%%%"), /damaged/);
  await assert.rejects(readLink("#share=9.abc"), /kind this page does not know/);
  await assert.rejects(readLink(`#share=1.${"A".repeat(9_000)}`), /longer than any/);
  const bomb = await writeLink({ ...place, code: "x".repeat(3_000_000) }, "https://x.test/");
  await assert.rejects(readLink(new URL(bomb).hash), /too long to be opened/);
});

test("a comparison keeps common lines and marks the others", () => {
  assert.deepEqual(diffLines("a\nb\nc\n", "a\nx\nc\nd\n"), [
    { kind: "same", text: "a" },
    { kind: "before", text: "b" },
    { kind: "after", text: "x" },
    { kind: "same", text: "c" },
    { kind: "after", text: "d" },
  ]);
});

test("a stranger's file is refused before it can hold the page up", () => {
  const many = Array.from({ length: 300_000 }, (_, at) => ({ id: `a${at}`, versions: {} }));
  const file = (/** @type {unknown} */ works) =>
    JSON.stringify({ format: "convex-fieldbook-work", formatVersion: 1, work: works });
  assert.equal(readWorkFile(file(many)).length, many.length); // pair by pair would take minutes
  assert.throws(() => readWorkFile(file([...many, many[0]])), /“a0”, which is there twice/);
  const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  assert.throws(
    () => readWorkFile(`{"format":"convex-fieldbook-work","work":${nested}}`),
    WorkFileError,
  );
  const future = { text: "x", savedAt: 1e300, attempts: [], hints: {}, passed: null };
  assert.throws(() => readWorkFile(file([{ id: "a", versions: { 1: future } }])), /a time/);
  const shape = JSON.parse('{"id":"a","versions":{"__proto__":{"text":"x"}}}');
  assert.throws(() => readWorkFile(file([shape])), WorkFileError);
  const polluting = '{"__proto__":{"polluted":1},"id":"a","versions":{}}';
  readWorkFile(`{"format":"convex-fieldbook-work","formatVersion":1,"work":[${polluting}]}`);
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});
