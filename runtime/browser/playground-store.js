/**
 * Where the playground is kept: its log and its state, in IndexedDB or, failing that, in this page.
 *
 * Every write says who makes it. A tab that took over is the owner, and a write of another one changes
 * nothing, whatever that tab believes.
 */

import { LogBytes } from "./playground-log.js";
import { onlyFile } from "./playground-modules.js";

/** @import { LogPart } from "./playground-log.js" */
/** @import { CodeFile } from "./playground-modules.js" */

/**
 * @typedef {object} KeptState
 * @property {string} owner the tab that may write
 * @property {CodeFile[]} files what was pushed last; none: nothing was
 * @property {CodeFile[] | null} draft what the editor has, where it is something else
 * @property {number} now of the backend's clock; 0: it has not begun
 * @property {number} commits
 * @property {number} seed
 * @property {{ id: string, path: string, args: string, as: string }[]} panes
 * @property {KeptCall[]} calls the newest first
 * @property {KeptRequest[]} requests of HTTP, the newest first
 *
 * @typedef {{ path: string, args: string, as: string, ok: boolean, text: string, commit: number }} KeptCall
 * @typedef {{ method: string, url: string, headers: string, body: string, as: string,
 *   status: number }} KeptRequest status 0: it was not sent
 */

/** @typedef {{ state: KeptState, log: LogBytes }} Kept */

const NAME = "fieldbook-playground";
/** 1: one file, as a text `source`. A page that knows only 1 cannot open 2, and so changes nothing of it. */
const VERSION = 2;
const OPEN_MS_MAX = 4_000;

/** Another tab has taken over: nothing was written. */
export class NotOwnerError extends Error {}

/** A newer version of this site keeps the playground in this browser. */
export class NewerStoreError extends Error {}

/** @returns {KeptState} */
export function emptyState() {
  const lists = { files: [], draft: null, panes: [], calls: [], requests: [] };
  return { owner: "", now: 0, commits: 0, seed: 1, ...lists };
}

/** What version 1 has kept, as it is kept now. @param {any} found @returns {KeptState} */
export function migrated(found) {
  const { source = "", draft = null, ...same } = found ?? {};
  const files = onlyFile(source);
  return { ...emptyState(), ...same, files, draft: draft === null ? null : onlyFile(draft) };
}

/** Lasts as long as this page: for code that a link brought, and where the browser keeps nothing. */
export class MemoryStore {
  isKept = false;
  #state = emptyState();
  #log = new LogBytes();

  /** @param {"memory" | "newer"} [keeping] why nothing else keeps it */
  constructor(keeping = "memory") {
    this.keeping = keeping;
  }

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
  keeping = /** @type {const} */ ("kept");

  /** @param {IDBDatabase} database */
  constructor(database) {
    this.database = database;
    database.onversionchange = () => database.close();
  }

  /**
   * @param {IDBFactory | undefined} factory
   * @returns {Promise<BrowserStore | null>} null: it keeps nothing
   * @throws {NewerStoreError}
   */
  static async open(factory) {
    if (!factory) return null;
    try {
      return new BrowserStore(
        await new Promise((resolve, reject) => {
          const request = factory.open(NAME, VERSION);
          request.onupgradeneeded = ({ oldVersion }) => {
            if (oldVersion === 0) {
              request.result.createObjectStore("log", { keyPath: "from" });
              request.result.createObjectStore("state");
            } else migrateStore(request.transaction);
          };
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
          setTimeout(() => reject(new Error("IndexedDB does not answer")), OPEN_MS_MAX);
        }),
      );
    } catch (error) {
      if (error instanceof DOMException && error.name === "VersionError")
        throw new NewerStoreError();
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

/** @param {IDBTransaction | null} transaction */
function migrateStore(transaction) {
  const states = transaction?.objectStore("state");
  const found = states?.get("now");
  if (!states || !found) return;
  found.onsuccess = () => {
    if (found.result) states.put(migrated(found.result), "now");
  };
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
