/**
 * Where the playground is kept: its log and its state, in IndexedDB or, failing that, in this page.
 *
 * Every write says who makes it. A tab that took over is the owner, and a write of another one changes
 * nothing, whatever that tab believes.
 */

import { LogBytes } from "./playground-log.js";

/** @import { LogPart } from "./playground-log.js" */

/**
 * @typedef {object} KeptState
 * @property {string} owner the tab that may write
 * @property {string} source the file that was pushed last; empty: none was
 * @property {string | null} draft the text in the editor, where it is another
 * @property {number} now of the backend's clock; 0: it has not begun
 * @property {number} commits
 * @property {number} seed
 * @property {{ id: string, path: string, args: string, as: string }[]} panes
 * @property {KeptCall[]} calls the newest first
 *
 * @typedef {{ path: string, args: string, as: string, ok: boolean, text: string, commit: number }} KeptCall
 */

/** @typedef {{ state: KeptState, log: LogBytes }} Kept */

const NAME = "fieldbook-playground";
const VERSION = 1;
const OPEN_MS_MAX = 4_000;

/** Another tab has taken over: nothing was written. */
export class NotOwnerError extends Error {}

/** @returns {KeptState} */
export function emptyState() {
  return { owner: "", source: "", draft: null, now: 0, commits: 0, seed: 1, panes: [], calls: [] };
}

/** Lasts as long as this page: for code that a link brought, and where the browser keeps nothing. */
export class MemoryStore {
  isKept = false;
  #state = emptyState();
  #log = new LogBytes();

  /** @returns {Promise<Kept>} */
  async read() {
    return { state: structuredClone(this.#state), log: new LogBytes(this.#log.parts) };
  }

  /** @param {string} owner @returns {Promise<void>} */
  async take(owner) {
    this.#state.owner = owner;
  }

  /** @param {string} owner @param {Partial<KeptState>} state @param {LogPart[]} [parts] @returns {Promise<void>} */
  async write(owner, state, parts = []) {
    if (this.#state.owner !== owner) throw new NotOwnerError();
    Object.assign(this.#state, structuredClone(state));
    for (const part of parts) this.#log.take(part);
  }
}

export class BrowserStore {
  isKept = true;

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
    database.onversionchange = () => database.close();
  }

  /** @param {IDBFactory | undefined} factory @returns {Promise<BrowserStore | null>} null: it keeps nothing */
  static async open(factory) {
    if (!factory) return null;
    try {
      return new BrowserStore(
        await new Promise((resolve, reject) => {
          const request = factory.open(NAME, VERSION);
          request.onupgradeneeded = () => {
            request.result.createObjectStore("log", { keyPath: "from" });
            request.result.createObjectStore("state");
          };
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
          setTimeout(() => reject(new Error("IndexedDB does not answer")), OPEN_MS_MAX);
        }),
      );
    } catch {
      return null;
    }
  }

  /** @returns {Promise<Kept>} */
  read() {
    const transaction = this.database.transaction(["log", "state"], "readonly");
    const parts = transaction.objectStore("log").getAll();
    const state = transaction.objectStore("state").get("now");
    return done(transaction, () => ({
      state: { ...emptyState(), ...state.result },
      log: new LogBytes(parts.result),
    }));
  }

  /** From now on only `owner` writes. @param {string} owner @returns {Promise<void>} */
  take(owner) {
    return this.#change((state) => ({ ...state, owner }));
  }

  /**
   * All of it or nothing.
   *
   * @param {string} owner @param {Partial<KeptState>} state @param {LogPart[]} [parts]
   * @returns {Promise<void>}
   * @throws {NotOwnerError}
   */
  write(owner, state, parts = []) {
    return this.#change((before) => {
      if (before.owner !== owner) throw new NotOwnerError();
      return { ...before, ...state };
    }, parts);
  }

  /** @param {(state: KeptState) => KeptState} change @param {LogPart[]} [parts] @returns {Promise<void>} */
  #change(change, parts = []) {
    const transaction = this.database.transaction(["log", "state"], "readwrite");
    const states = transaction.objectStore("state");
    const log = transaction.objectStore("log");
    const found = states.get("now");
    /** @type {unknown} */
    let refused;
    found.onsuccess = () => {
      try {
        states.put(change({ ...emptyState(), ...found.result }), "now");
      } catch (error) {
        refused = error;
        transaction.abort();
        return;
      }
      for (const part of parts) {
        log.delete(IDBKeyRange.lowerBound(part.from));
        log.put(part);
      }
    };
    return done(
      transaction,
      () => undefined,
      () => refused,
    );
  }
}

/**
 * @template T
 * @param {IDBTransaction} transaction @param {() => T} result @param {() => unknown} [refused]
 * @returns {Promise<T>}
 */
function done(transaction, result, refused) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(result());
    transaction.onabort = () => reject(refused?.() ?? transaction.error ?? new Error("aborted"));
  });
}
