/** The little of IndexedDB that the learner's work needs, as promises. */

/** @import { Work } from "./work-record.js" */

const NAME = "fieldbook";
const VERSION = 1;
const WORK = "work";
const FACTS = "facts";
/** A browser that blocks storage may neither open nor refuse. */
const OPEN_MS_MAX = 4_000;

export class WorkDatabase {
  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
    // A newer page of this site wants to change the shape: this one keeps what it has in memory.
    database.onversionchange = () => database.close();
  }

  /**
   * @param {IDBFactory | undefined} factory
   * @returns {Promise<WorkDatabase | null>} null when the browser keeps nothing for this site
   */
  static async open(factory) {
    if (!factory) return null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let patience;
    /** @type {Promise<IDBDatabase>} */
    const opened = new Promise((resolve, reject) => {
      const request = factory.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(WORK, { keyPath: "id" });
        request.result.createObjectStore(FACTS);
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      patience = setTimeout(() => reject(new Error("IndexedDB does not answer")), OPEN_MS_MAX);
    });
    try {
      return new WorkDatabase(await opened);
    } catch {
      return null;
    } finally {
      clearTimeout(patience);
    }
  }

  /** @returns {Promise<Work[]>} */
  all() {
    return this.#run("readonly", (store) => store.getAll());
  }

  /** @param {string} id @returns {Promise<Work | undefined>} */
  get(id) {
    return this.#run("readonly", (store) => store.get(id));
  }

  /**
   * Read, change and write some works in one transaction, so that no other tab comes between.
   *
   * @param {string[]} ids
   * @param {(found: (Work | undefined)[]) => (Work | null)[]} change null: not to be kept any more
   * @returns {Promise<(Work | null)[]>} what is kept now
   */
  change(ids, change) {
    const transaction = this.database.transaction(WORK, "readwrite");
    const store = transaction.objectStore(WORK);
    return new Promise((resolve, reject) => {
      /** @type {(Work | undefined)[]} */
      const found = [];
      /** @type {(Work | null)[]} */
      let changed = [];
      transaction.oncomplete = () => resolve(changed);
      transaction.onabort = () => reject(transaction.error);
      for (const [at, id] of ids.entries()) {
        const request = store.get(id);
        request.onsuccess = () => {
          found[at] = request.result;
          if (at < ids.length - 1) return;
          changed = change(found);
          for (const [place, work] of changed.entries()) {
            if (work) store.put(work);
            else store.delete(ids[place]);
          }
        };
      }
    });
  }

  /** Keep these works and no others. @param {Work[]} works */
  async replace(works) {
    await this.#run("readwrite", (store) => {
      const request = store.clear();
      for (const work of works) store.put(work);
      return request;
    });
  }

  /** @param {string} name @returns {Promise<any>} */
  fact(name) {
    return this.#run("readonly", (store) => store.get(name), FACTS);
  }

  /** @param {string} name @param {unknown} value */
  async setFact(name, value) {
    await this.#run("readwrite", (store) => store.put(value, name), FACTS);
  }

  /**
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest<T>} ask
   * @param {string} [name]
   * @returns {Promise<T>}
   */
  #run(mode, ask, name = WORK) {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(name, mode);
      const request = ask(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }
}
