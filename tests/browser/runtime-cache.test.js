// What is kept of the runtime: found again, dropped when no version names it, done without.

import assert from "node:assert/strict";
import { test } from "node:test";
import { RuntimeCache } from "../../runtime/browser/runtime-cache.js";

/** @import { Manifest } from "../../runtime/browser/download.js" */

const assets = new URL("https://example.org/some/where/assets/lab/");
const file = { path: "runtime/core-1.zip.zst", bytes: 1, length: 5 };
const bytes = new TextEncoder().encode("bytes").buffer;

/** A CacheStorage in memory. */
function memory() {
  /** @type {Map<string, Map<string, Response>>} */
  const caches = new Map();
  const open = async (/** @type {string} */ name) => {
    const entries = caches.get(name) ?? new Map();
    caches.set(name, entries);
    return {
      match: async (/** @type {string} */ url) => entries.get(url)?.clone(),
      put: async (/** @type {string} */ url, /** @type {Response} */ response) =>
        void entries.set(url, response),
      delete: async (/** @type {string | { url: string }} */ request) =>
        entries.delete(typeof request === "string" ? request : request.url),
      keys: async () => [...entries.keys()].map((url) => ({ url })),
    };
  };
  return { caches, storage: /** @type {CacheStorage} */ (/** @type {unknown} */ ({ open })) };
}

test("a file is found after it was kept, under a name that has the site's path", async () => {
  const { caches, storage } = memory();
  const cache = new RuntimeCache(assets, storage);
  assert.equal(await cache.find(file), null);
  await cache.keep(file, bytes);
  assert.deepEqual(await cache.find(file), bytes);
  assert.deepEqual([...caches.keys()], ["fieldbook:/some/where/:runtime"]);
});

test("a file that was kept in part is as good as none", async () => {
  const cache = new RuntimeCache(assets, memory().storage);
  await cache.keep(file, bytes.slice(1));
  assert.equal(await cache.find(file), null);
});

test("the memory of a started Python is found by exactly what it was made from", async () => {
  const cache = new RuntimeCache(assets, memory().storage);
  const from = (/** @type {string} */ engine) =>
    /** @type {Manifest} */ (
      /** @type {unknown} */ ({
        files: { core: file, engine: { path: `runtime/engine-${engine}.zip.zst` } },
        library: { path: "runtime/rest-1.zip.zst" },
      })
    );
  await cache.keepSnapshot(from("a"), bytes);
  assert.deepEqual(await cache.findSnapshot(from("a")), bytes);
  assert.equal(await cache.findSnapshot(from("b")), null);
  await cache.removeOthers(from("a"));
  assert.deepEqual(await cache.findSnapshot(from("a")), bytes);
  await cache.removeOthers(from("b"));
  assert.equal(await cache.findSnapshot(from("a")), null);
  await cache.keepSnapshot(from("b"), bytes);
  await cache.keepSnapshot(from("b"), null);
  assert.equal(await cache.findSnapshot(from("b")), null);
});

test("files that this version does not name go", async () => {
  const cache = new RuntimeCache(assets, memory().storage);
  const old = { ...file, path: "runtime/core-0.zip.zst" };
  for (const one of [file, old]) await cache.keep(one, bytes);
  const manifest = { files: { core: file }, library: { path: "runtime/rest-1.zip.zst" } };
  await cache.removeOthers(/** @type {Manifest} */ (/** @type {unknown} */ (manifest)));
  assert.equal(await cache.find(old), null);
  assert.ok(await cache.find(file));
});

test("a browser without a cache, or without room in it, is done without", async () => {
  const refusing = { open: async () => Promise.reject(new DOMException("no", "SecurityError")) };
  const full = memory().storage;
  const opened = await full.open("x");
  const without = { ...opened, put: async () => Promise.reject(new DOMException("full")) };
  for (const storage of [undefined, refusing, { open: async () => without }]) {
    const cache = new RuntimeCache(assets, /** @type {any} */ (storage));
    await cache.keep(file, bytes);
    assert.equal(await cache.find(file), null);
  }
});
