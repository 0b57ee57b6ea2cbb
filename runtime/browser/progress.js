/**
 * The learner's work on this device: in IndexedDB, seen by every tab, in memory where there is none.
 *
 *     a keystroke, an answer, an attempt
 *       └▶ journal (localStorage, at once) ──▶ the page shows it ──▶ IndexedDB (a moment later) ──▶ other tabs
 *
 * What the page shows is therefore still there after a reload, however soon that comes. What is found in
 * the journal when a page opens is newer than the database, or was never in it, and moves over.
 */

import { storageParts } from "./storage-parts.js";
import { WorkDatabase } from "./work-database.js";
import { WorkJournal } from "./work-journal.js";
import { catchUp, emptyWork, mergeWork, versionOf } from "./work-record.js";

/** @import { JournaledText } from "./work-journal.js" */
/** @import { Work } from "./work-record.js" */

const WRITE_AFTER_MS = 400;

/**
 * Where work is kept: "opening" not known yet, "kept" in the browser's database, "journal" in the small
 * store beside it, "memory" until the page closes.
 * @typedef {"opening" | "kept" | "journal" | "memory"} Keeping
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
  /** @type {Map<string, number>} how many updates of a work are on their way to the database */
  #underWay = new Map();
  /** How often something was changed here. */
  #changes = 0;
  /** @type {Promise<void> | undefined} */
  #ready;
  /** @type {Promise<void>} the journal that was found, in the database */
  #moved = Promise.resolve();
  /** @type {BroadcastChannel | undefined} */
  #channel;
  /** @type {Keeping} */
  keeping = "opening";

  /** @param {{ factory?: IDBFactory, storage?: Storage, channel?: () => BroadcastChannel }} [browser] */
  constructor({ factory, storage, channel } = storageParts()) {
    this.factory = factory;
    this.journal = new WorkJournal(storage);
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
   * Whoever is told of it can count on it: it is in the journal before.
   *
   * @param {string} id
   * @param {(work: Work) => void} change
   * @returns {Promise<boolean>} whether it will be there after a reload
   */
  async update(id, change) {
    const work = structuredClone(this.#works.get(id) ?? emptyWork(id));
    change(work);
    this.#works.set(id, work);
    this.#changes += 1;
    const entry = this.journal.putWork(work);
    this.#tell(id);
    const isKept = await this.#write(id, change);
    if (isKept) this.journal.strikeWork(id, entry);
    return isKept || entry !== null;
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
    this.#changes += 1;
    this.journal.putText(id, version, text);
    const entry = text === null ? this.journal.putWork(work) : null;
    clearTimeout(this.#unwritten.get(id)?.timer);
    const timer = setTimeout(async () => {
      this.#unwritten.delete(id);
      this.#tell(id);
      if (!(await this.#write(id, change))) return;
      this.journal.strikeText(id, version, text);
      this.journal.strikeWork(id, entry);
    }, WRITE_AFTER_MS);
    this.#unwritten.set(id, { version, timer });
  }

  /** @param {string} id @param {(work: Work) => void} change @returns {Promise<boolean>} whether the database has it */
  async #write(id, change) {
    this.#underWay.set(id, (this.#underWay.get(id) ?? 0) + 1);
    try {
      await this.ready;
      if (!this.#database) return false;
      const [kept] = await this.#database.change([id], ([found]) => {
        const changed = found ?? emptyWork(id);
        change(changed);
        return [changed];
      });
      // What was typed or done meanwhile is newer than what was kept.
      if (kept && !this.#unwritten.has(id) && this.#underWay.get(id) === 1)
        this.#works.set(id, kept);
      this.#channel?.postMessage({ id });
      return true;
    } catch {
      this.keeping = this.journal.isWritable ? "journal" : "memory"; // full, or taken away
      this.#tell(null);
      return false;
    } finally {
      this.#underWay.set(id, (this.#underWay.get(id) ?? 1) - 1);
    }
  }

  /** Keep what was saved under names that an exercise once had. @param {string} id @param {string[]} formerly */
  async adopt(id, formerly) {
    await this.ready;
    await this.#moved;
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
    this.journal.clear();
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
    /** @type {Work[]} */
    let kept = [];
    try {
      kept = (await this.#database?.all()) ?? [];
    } catch {
      this.#database = null;
    }
    const typed = new Map(this.#works); // before the database had answered
    for (const work of kept) this.#works.set(work.id, work);
    for (const [id, work] of typed) {
      if (this.#works.get(id) !== work)
        this.#works.set(id, mergeWork(this.#works.get(id) ?? work, work));
    }
    const { works, texts } = this.#readJournal();
    this.keeping = this.#database ? "kept" : this.journal.isWritable ? "journal" : "memory";
    if (this.#database) {
      this.#channel = this.channel?.();
      this.#channel?.addEventListener("message", (event) =>
        this.#onOtherTab(event.data?.id ?? null),
      );
      // What cannot be moved stays in the journal, for the next time.
      this.#moved = this.#moveJournal(works, texts).catch(() => {});
    }
    this.#tell(null);
  }

  /** Take what the journal has into what is here. */
  #readJournal() {
    const works = this.journal.works().filter(({ work }) => !this.#underWay.get(work.id));
    const texts = this.journal.texts().filter(({ id }) => !this.#unwritten.has(id));
    for (const { work } of works) {
      this.#works.set(work.id, catchUp(this.#works.get(work.id) ?? emptyWork(work.id), work));
    }
    for (const one of texts) {
      const work = structuredClone(this.#works.get(one.id) ?? emptyWork(one.id));
      takeText(work, one);
      this.#works.set(one.id, work);
    }
    return { works, texts };
  }

  /** @param {{ work: Work, entry: string }[]} works @param {JournaledText[]} texts */
  async #moveJournal(works, texts) {
    for (const { work, entry } of works) {
      await this.#database?.change([work.id], ([kept]) => [
        catchUp(kept ?? emptyWork(work.id), work),
      ]);
      this.journal.strikeWork(work.id, entry);
    }
    for (const one of texts) {
      await this.#database?.change([one.id], ([kept]) => [
        takeText(kept ?? emptyWork(one.id), one),
      ]);
      this.journal.strikeText(one.id, one.version, one.text);
    }
  }

  /** @param {string | null} id @returns {Promise<void>} */
  async #onOtherTab(id) {
    const before = this.#changes;
    const works = id === null ? await this.#database?.all() : [await this.#database?.get(id)];
    // What was read may be older than what was done here meanwhile, and is kept by now.
    if (this.#changes !== before) return this.#onOtherTab(id);
    const isOurs = (/** @type {string} */ one) =>
      this.#unwritten.has(one) || (this.#underWay.get(one) ?? 0) > 0;
    if (id === null) this.#works = new Map([...this.#works].filter(([one]) => isOurs(one)));
    for (const work of works ?? []) {
      if (work && !isOurs(work.id)) this.#works.set(work.id, work);
    }
    this.#tell(id);
  }

  /** @param {string | null} id */
  #tell(id) {
    for (const listener of this.#listeners) listener(id);
  }
}

/** @param {Work} work @param {JournaledText} journaled @returns {Work} `work`, changed */
function takeText(work, { version, text }) {
  const one = versionOf(work, version);
  if (one.text !== text) Object.assign(one, { text, savedAt: Date.now() });
  return work;
}
