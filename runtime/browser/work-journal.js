/**
 * What was done and is not in the database yet, in localStorage, which is written before the next line
 * of code runs: a page that is left or reloaded at that moment loses nothing.
 *
 *     fieldbook:text:one-winner@1a    the text of one version, at every keystroke
 *     fieldbook:work:one-winner       everything on one exercise: a prediction, an attempt, a hint, a reset
 *
 * An entry is struck out once the database has it. One that is found when a page opens never got there.
 */

/** @import { Work } from "./work-record.js" */

/** @typedef {{ id: string, version: string, text: string, key: string }} JournaledText */

const TEXT = "fieldbook:text:";
const WORK = "fieldbook:work:";

export class WorkJournal {
  /** @param {Storage | undefined} storage */
  constructor(storage) {
    this.storage = storage;
  }

  /** Whether the browser lets this site write here. */
  get isWritable() {
    return this.#use((storage) => {
      storage.setItem(`${TEXT}?`, "?");
      storage.removeItem(`${TEXT}?`);
    });
  }

  /** @param {string} id @param {string} version @param {string | null} text null: no text of one's own */
  putText(id, version, text) {
    const key = `${TEXT}${id}@${version}`;
    this.#use((storage) => (text === null ? storage.removeItem(key) : storage.setItem(key, text)));
  }

  /** @param {Work} work @returns {string | null} the entry, or null if it could not be written */
  putWork(work) {
    const entry = JSON.stringify(work);
    return this.#use((storage) => storage.setItem(WORK + work.id, entry)) ? entry : null;
  }

  /** The database has that text; if nobody typed since. @param {string} id @param {string} version @param {string | null} text */
  strikeText(id, version, text) {
    this.#strike(`${TEXT}${id}@${version}`, text);
  }

  /** The database has what `entry` says; if it was not written over since. @param {string} id @param {string | null} entry */
  strikeWork(id, entry) {
    this.#strike(WORK + id, entry);
  }

  /** @returns {JournaledText[]} */
  texts() {
    return this.#entries(TEXT).flatMap(({ key, value }) => {
      const [id, version] = key.slice(TEXT.length).split("@");
      return id && version ? [{ id, version, text: value, key }] : [];
    });
  }

  /** @returns {{ work: Work, entry: string }[]} */
  works() {
    return this.#entries(WORK).flatMap(({ key, value }) => {
      try {
        const work = JSON.parse(value);
        const isWork = work.id === key.slice(WORK.length) && typeof work.versions === "object";
        return isWork ? [{ work, entry: value }] : [];
      } catch {
        return []; // not written by this site
      }
    });
  }

  clear() {
    this.#use((storage) => {
      for (const { key } of [...this.#entries(TEXT), ...this.#entries(WORK)])
        storage.removeItem(key);
    });
  }

  /** @param {string} key @param {string | null} value */
  #strike(key, value) {
    this.#use((storage) => {
      if (storage.getItem(key) === value) storage.removeItem(key);
    });
  }

  /** @param {string} prefix @returns {{ key: string, value: string }[]} */
  #entries(prefix) {
    /** @type {{ key: string, value: string }[]} */
    const found = [];
    this.#use((storage) => {
      for (let at = 0; at < storage.length; at++) {
        const key = storage.key(at) ?? "";
        if (key.startsWith(prefix)) found.push({ key, value: storage.getItem(key) ?? "" });
      }
    });
    return found;
  }

  /** @param {(storage: Storage) => void} use @returns {boolean} whether the browser allows it */
  #use(use) {
    try {
      if (!this.storage) return false;
      use(this.storage);
      return true;
    } catch {
      return false; // blocked, or full
    }
  }
}
