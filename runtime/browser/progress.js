/**
 * The learner's work on this device: in IndexedDB, seen by every tab, in memory where there is none.
 *
 *     a keystroke ──▶ journal (localStorage, at once) ──▶ IndexedDB (a moment later) ──▶ other tabs
 *
 * The journal is what an earlier version of this site kept its texts in: what is found there when a
 * page opens is newer than the database, or was never in it, and moves over.
 */

import { storageParts } from "./storage-parts.js";
import { WorkDatabase } from "./work-database.js";
import { emptyWork, mergeWork, versionOf } from "./work-record.js";

/** @import { Work } from "./work-record.js" */

const JOURNAL = "fieldbook:text:";
const WRITE_AFTER_MS = 400;

/**
 * Where work is kept: "opening" not known yet, "kept" in the browser, "text" the code alone,
 * "memory" until the page closes.
 * @typedef {"opening" | "kept" | "text" | "memory"} Keeping
 */

export class Progress {
  /** @type {Map<string, Work>} */
  #works = new Map();
  /** @type {Set<(id: string | null) => void>} */
  #listeners = new Set();
  /** @type {WorkDatabase | null} */
  #database = null;
  /** @type {Map<string, { version: string, timer: ReturnType<typeof setTimeout> }>} */
  #unwritten = new Map();
  /** @type {Promise<void> | undefined} */
  #ready;
  /** @type {BroadcastChannel | undefined} */
  #channel;
  /** @type {Keeping} */
  keeping = "opening";

  /** @param {{ factory?: IDBFactory, storage?: Storage, channel?: () => BroadcastChannel }} [browser] */
  constructor({ factory, storage, channel } = storageParts()) {
    this.factory = factory;
    this.storage = storage;
    this.channel = channel;
  }

  /** Kept when everything that the browser has is here. */
  get ready() {
    this.#ready ??= this.#open();
    return this.#ready;
  }

  /** @param {string} id @returns {Work | undefined} what is known of it; ask after `ready` */
  get(id) {
    return this.#works.get(id);
  }

  /** @returns {Work[]} */
  all() {
    return [...this.#works.values()];
  }

  /**
   * @param {(id: string | null) => void} listener called with the id of what changed; null: anything
   * @returns {() => void} end of the subscription
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Change the work on `id`. `change` may be called twice, on what is here and on what is kept.
   *
   * @param {string} id
   * @param {(work: Work) => void} change
   * @returns {Promise<boolean>} whether it will be there after a reload
   */
  async update(id, change) {
    const work = structuredClone(this.#works.get(id) ?? emptyWork(id));
    change(work);
    this.#works.set(id, work);
    this.#tell(id);
    await this.ready;
    if (!this.#database) return false;
    try {
      const [kept] = await this.#database.change([id], ([found]) => {
        const changed = found ?? emptyWork(id);
        change(changed);
        return [changed];
      });
      // What was typed meanwhile is newer than what was kept.
      if (kept && !this.#unwritten.has(id)) this.#works.set(id, kept);
      this.#channel?.postMessage({ id });
      return true;
    } catch {
      this.keeping = "memory"; // full, or taken away
      this.#tell(null);
      return false;
    }
  }

  /**
   * @param {{ id: string, version: string, starter: string }} place
   * @param {string | null} text null: the starter again
   */
  saveText({ id, version, starter }, text) {
    const savedAt = Date.now();
    const change = (/** @type {Work} */ work) =>
      Object.assign(versionOf(work, version), { text, starter, savedAt });
    const work = structuredClone(this.#works.get(id) ?? emptyWork(id));
    change(work);
    this.#works.set(id, work);
    const key = `${JOURNAL}${id}@${version}`;
    this.#journal((storage) =>
      text === null ? storage.removeItem(key) : storage.setItem(key, text),
    );
    clearTimeout(this.#unwritten.get(id)?.timer);
    const timer = setTimeout(async () => {
      this.#unwritten.delete(id);
      const isKept = await this.update(id, change);
      if (isKept) this.#strike(key, text);
    }, WRITE_AFTER_MS);
    this.#unwritten.set(id, { version, timer });
  }

  /** Keep what was saved under names that an exercise once had. @param {string} id @param {string[]} formerly */
  async adopt(id, formerly) {
    await this.ready;
    for (const old of formerly) {
      const before = this.#works.get(old);
      if (!before) continue;
      const take = (/** @type {Work | undefined} */ mine, /** @type {Work} */ theirs) =>
        mergeWork(mine ?? emptyWork(id), theirs);
      this.#works.set(id, take(this.#works.get(id), before));
      this.#works.delete(old);
      await this.#database?.change([old, id], ([theirs, mine]) => [
        null,
        take(mine, theirs ?? before),
      ]);
      this.#channel?.postMessage({ id: null });
      this.#tell(null);
    }
  }

  /** Add an import to what is here. @param {Work[]} works */
  async merge(works) {
    await this.ready;
    for (const work of works) {
      this.#works.set(work.id, mergeWork(this.#works.get(work.id) ?? emptyWork(work.id), work));
    }
    await this.#database?.change(
      works.map((work) => work.id),
      (found) => found.map((mine, at) => mergeWork(mine ?? emptyWork(works[at].id), works[at])),
    );
    this.#channel?.postMessage({ id: null });
    this.#tell(null);
  }

  /** Have nothing but `works`. @param {Work[]} works */
  async replace(works) {
    await this.ready;
    for (const { timer } of this.#unwritten.values()) clearTimeout(timer);
    this.#unwritten.clear();
    await this.#database?.replace(works);
    this.#journal((storage) => {
      for (const key of journalKeys(storage)) storage.removeItem(key);
    });
    this.#works = new Map(works.map((work) => [work.id, work]));
    this.#channel?.postMessage({ id: null });
    this.#tell(null);
  }

  /** @param {string} name @returns {Promise<any>} something about the whole, such as the last export */
  async fact(name) {
    await this.ready;
    return this.#database?.fact(name);
  }

  /** @param {string} name @param {unknown} value */
  async setFact(name, value) {
    await this.ready;
    await this.#database?.setFact(name, value);
  }

  async #open() {
    this.#database = await WorkDatabase.open(this.factory);
    const typed = new Map(this.#works); // before the database had answered
    try {
      for (const work of (await this.#database?.all()) ?? []) this.#works.set(work.id, work);
    } catch {
      this.#database = null;
    }
    for (const [id, work] of typed) {
      if (this.#works.get(id) !== work)
        this.#works.set(id, mergeWork(this.#works.get(id) ?? work, work));
    }
    const moved = this.#readJournal();
    this.keeping = this.#database ? "kept" : this.#canJournal() ? "text" : "memory";
    if (this.#database) {
      this.#channel = this.channel?.();
      this.#channel?.addEventListener("message", (event) =>
        this.#onOtherTab(event.data?.id ?? null),
      );
      this.#moveJournal(moved).catch(() => {}); // it stays in the journal, for the next time
    }
    this.#tell(null);
  }

  /** @returns {{ id: string, version: string, text: string, key: string }[]} texts found in the journal */
  #readJournal() {
    /** @type {{ id: string, version: string, text: string, key: string }[]} */
    const found = [];
    this.#journal((storage) => {
      for (const key of journalKeys(storage)) {
        const [id, version] = key.slice(JOURNAL.length).split("@");
        const text = storage.getItem(key);
        if (!id || !version || text === null || this.#unwritten.has(id)) continue;
        found.push({ id, version, text, key });
        const work = this.#works.get(id) ?? emptyWork(id);
        this.#works.set(id, work);
        const kept = versionOf(work, version);
        if (kept.text !== text) Object.assign(kept, { text, savedAt: Date.now() });
      }
    });
    return found;
  }

  /** @param {{ id: string, version: string, text: string, key: string }[]} found */
  async #moveJournal(found) {
    for (const { id, version, text, key } of found) {
      await this.#database?.change([id], ([work]) => {
        const kept = work ?? emptyWork(id);
        const one = versionOf(kept, version);
        if (one.text !== text) Object.assign(one, { text, savedAt: Date.now() });
        return [kept];
      });
      this.#strike(key, text);
    }
  }

  /** @param {string | null} id */
  async #onOtherTab(id) {
    const works = id === null ? await this.#database?.all() : [await this.#database?.get(id)];
    if (id === null) this.#works = new Map();
    for (const work of works ?? []) if (work) this.#works.set(work.id, work);
    this.#tell(id);
  }

  /** What was written down is kept now; if nobody typed since, the journal need not have it. @param {string} key @param {string | null} text */
  #strike(key, text) {
    this.#journal((storage) => {
      if (storage.getItem(key) === text) storage.removeItem(key);
    });
  }

  #canJournal() {
    return this.#journal((storage) => {
      storage.setItem(`${JOURNAL}?`, "?");
      storage.removeItem(`${JOURNAL}?`);
    });
  }

  /** @param {(storage: Storage) => void} use @returns {boolean} whether the browser allows it */
  #journal(use) {
    try {
      if (!this.storage) return false;
      use(this.storage);
      return true;
    } catch {
      return false;
    }
  }

  /** @param {string | null} id */
  #tell(id) {
    for (const listener of this.#listeners) listener(id);
  }
}

/** @param {Storage} storage @returns {string[]} */
function journalKeys(storage) {
  return Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "").filter((key) =>
    key.startsWith(JOURNAL),
  );
}
