/**
 * The peers in JavaScript, each behind the methods that `adapter.py` describes.
 *
 * They are installed beside the project (`install.py`), so they are loaded by path.
 */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** @import { Message } from "./documents.mjs" */
/** @typedef {(result: unknown) => void} Hear */
/** @typedef {[channel: string, low: number, high: number, limit: number, hear: Hear, shape: string]} Watch */

const BULK = 1000;
const modules = process.env.BENCH_PEERS ?? "";
const require = createRequire(join(modules, "peers.js"));

/** @param {any} target of a package's exports @returns {string | undefined} its ES module */
function moduleOf(target) {
  if (typeof target === "string" || !target) return target;
  if (Array.isArray(target)) return moduleOf(target[0]);
  return moduleOf(target.node) ?? moduleOf(target.import) ?? moduleOf(target.default);
}

/** @param {string} name of a package, perhaps with a path @returns {Promise<any>} */
async function load(name) {
  const [folder, ...rest] = name.split("/");
  const root = join(modules, folder);
  const description = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entry = description.exports?.[[".", ...rest].join("/")];
  const file = entry ? moduleOf(entry) : undefined;
  const path = file ? join(root, file) : require.resolve(name);
  return import(pathToFileURL(path).href);
}

/** convex-test: Convex's own test double. Every query sorts all documents. */
class ConvexTest {
  /** @type {any[]} */ #ids = [];
  /** @type {any} */ #backend;

  /** @param {Message[]} documents */
  async open(documents) {
    const { convexTest } = await load("convex-test");
    const { defineSchema, defineTable } = await load("convex/server");
    const { v } = await load("convex/values");
    const messages = defineTable(v.any())
      .index("by_channel", ["channel", "score"])
      .index("by_author", ["author"])
      .searchIndex("search_body", { searchField: "body" });
    const modules = { "./convex/_generated/api.js": async () => ({}) };
    this.#backend = convexTest({ schema: defineSchema({ messages }), modules });
    for (let start = 0; start < documents.length; start += 100) {
      const part = documents.slice(start, start + 100);
      const ids = await this.#db(async (db) => {
        const inserted = [];
        for (const one of part) inserted.push(await db.insert("messages", one));
        return inserted;
      });
      this.#ids.push(...ids);
    }
  }
  ids() {
    return this.#ids;
  }
  /** @param {Message} one */
  insert(one) {
    return this.#db((db) => db.insert("messages", one));
  }
  /** @param {any} id */
  get(id) {
    return this.#db((db) => db.get(id));
  }
  /** @param {string} channel @param {number} low @param {number} high @param {number} limit */
  range(channel, low, high, limit) {
    return this.#db((db) =>
      db
        .query("messages")
        .withIndex("by_channel", (/** @type {any} */ q) =>
          q.eq("channel", channel).gte("score", low).lt("score", high),
        )
        .take(limit),
    );
  }
  scan() {
    return this.#db((db) =>
      db
        .query("messages")
        .filter((/** @type {any} */ q) => q.eq(q.field("done"), true))
        .collect(),
    );
  }
  /** @param {any} cursor @param {number} size */
  async page(cursor, size) {
    const found = await this.#db((db) => db.query("messages").paginate({ cursor, numItems: size }));
    return [found.page, found.isDone ? null : found.continueCursor];
  }
  /** @param {string} text @param {number} limit */
  search(text, limit) {
    return this.#db((db) =>
      db
        .query("messages")
        .withSearchIndex("search_body", (/** @type {any} */ q) => q.search("body", text))
        .take(limit),
    );
  }
  /** @param {(db: any) => any} work @returns {Promise<any>} */
  #db(work) {
    return this.#backend.run((/** @type {any} */ ctx) => work(ctx.db));
  }
}

/** TinyBase: one listener for each slice of an index. It has no ranges. */
class TinyBase {
  /** @type {any} */ #store;
  /** @type {any} */ #indexes;
  #next = 0;

  /** @param {Message[]} documents */
  async open(documents) {
    const { createStore, createIndexes } = await load("tinybase");
    const store = createStore();
    store.transaction(() => {
      for (const one of documents) store.setRow("m", String(this.#next++), one);
    });
    this.#store = store;
    this.#indexes = createIndexes(store).setIndexDefinition("by_channel", "m", "channel", "score");
  }
  /** @param {Watch} watch @returns {boolean} false if it cannot */
  subscribe(...[channel, , , limit, hear, shape]) {
    if (shape !== "prefix") return false;
    const run = () => {
      const ids = this.#indexes.getSliceRowIds("by_channel", channel).slice(0, limit);
      hear(ids.map((/** @type {string} */ id) => this.#store.getRow("m", id)));
    };
    run();
    this.#indexes.addSliceRowIdsListener("by_channel", channel, run);
    return true;
  }
  /** @param {Message} one */
  insert(one) {
    this.#store.setRow("m", String(this.#next++), one);
  }
}

/** Dexie over fake-indexeddb: live queries that know the key ranges they have read, as Convex does. */
class Dexie {
  /** @type {any} */ #database;
  /** @type {any} */ #liveQuery;

  /** @param {Message[]} documents */
  async open(documents) {
    await load("fake-indexeddb/auto");
    const dexie = await load("dexie");
    this.#liveQuery = dexie.liveQuery;
    this.#database = new dexie.Dexie(`bench${performance.now()}`);
    this.#database.version(1).stores({ m: "++id,[channel+score],author" });
    for (let start = 0; start < documents.length; start += BULK) {
      await this.#database.m.bulkAdd(documents.slice(start, start + BULK));
    }
  }
  /** @param {Watch} watch @returns {Promise<boolean>} */
  subscribe(...[channel, low, high, limit, hear]) {
    const rows = () =>
      this.#database.m
        .where("[channel+score]")
        .between([channel, low], [channel, high])
        .limit(limit)
        .toArray();
    return new Promise((resolve) => {
      this.#liveQuery(rows).subscribe((/** @type {unknown} */ found) => {
        hear(found);
        resolve(true);
      });
    });
  }
  /** @param {Message} one */
  insert(one) {
    return this.#database.m.add({ ...one });
  }
}

/** RxDB in memory, with its EventReduce. */
class RxDB {
  /** @type {any} */ #messages;
  #next = 0;

  /** @param {Message[]} documents */
  async open(documents) {
    const { createRxDatabase } = await load("rxdb");
    const { getRxStorageMemory } = await load("rxdb/plugins/storage-memory");
    const database = await createRxDatabase({
      name: `bench${String(performance.now()).replace(".", "")}`,
      storage: getRxStorageMemory(),
      multiInstance: false,
      eventReduce: true,
    });
    const text = { type: "string", maxLength: 20 };
    const number = { type: "number", minimum: -1e6, maximum: 1e6, multipleOf: 0.00001 };
    const properties = {
      ...{ id: text, channel: text, author: text, score: number, body: { type: "string" } },
      ...{ done: { type: "boolean" }, n: { type: "number" }, seq: { type: "number" } },
    };
    const schema = {
      ...{ version: 0, primaryKey: "id", type: "object", properties },
      required: ["id", "channel", "score", "author"],
      indexes: [["channel", "score"], "author"],
    };
    const collections = await database.addCollections({ m: { schema } });
    this.#messages = collections.m;
    for (let start = 0; start < documents.length; start += BULK) {
      const part = documents.slice(start, start + BULK);
      await this.#messages.bulkInsert(part.map((one) => this.#named(one)));
    }
  }
  /** @param {Watch} watch @returns {Promise<boolean>} */
  subscribe(...[channel, low, high, limit, hear, shape]) {
    const selector =
      shape === "prefix" ? { channel } : { channel, score: { $gte: low, $lt: high } };
    const found = this.#messages.find({ selector, sort: [{ score: "asc" }], limit });
    return new Promise((resolve) => {
      found.$.subscribe((/** @type {unknown} */ result) => {
        hear(result);
        resolve(true);
      });
    });
  }
  /** @param {Message} one */
  insert(one) {
    return this.#messages.insert(this.#named(one));
  }
  /** @param {Message} one */
  #named(one) {
    return { ...one, id: `i${this.#next++}` };
  }
}

/** @type {Record<string, new () => any>} */
export const PEERS = { "convex-test": ConvexTest, tinybase: TinyBase, rxdb: RxDB, dexie: Dexie };
