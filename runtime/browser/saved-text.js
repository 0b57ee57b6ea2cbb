/**
 * The learner's text in this browser, by exercise and content version.
 *
 * A new content version does not inherit old text by itself, and does not delete it either.
 */

const PREFIX = "fieldbook:text:";

/**
 * @typedef {object} Place
 * @property {string} id of an exercise, or of a lab and its scene
 * @property {string} version
 */

export class SavedText {
  /** @param {Place} place @param {Storage | undefined} [storage] */
  constructor({ id, version }, storage = browserStorage()) {
    this.storage = storage;
    this.family = `${PREFIX}${id}@`;
    this.key = this.family + version;
  }

  /** @returns {string | null} */
  load() {
    return this.#attempt((storage) => storage.getItem(this.key)) ?? null;
  }

  /** @param {string} text @returns {boolean} whether it will be there after a reload */
  save(text) {
    return (
      this.#attempt((storage) => {
        storage.setItem(this.key, text);
        return true;
      }) ?? false
    );
  }

  forget() {
    this.#attempt((storage) => storage.removeItem(this.key));
  }

  /** Text written for another version of the same content. @returns {string | null} */
  loadOfOtherVersion() {
    return (
      this.#attempt((storage) => {
        const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "");
        const other = keys.find((key) => key.startsWith(this.family) && key !== this.key);
        return other === undefined ? null : storage.getItem(other);
      }) ?? null
    );
  }

  /**
   * @template T
   * @param {(storage: Storage) => T} use
   * @returns {T | undefined} undefined when the browser allows no storage, or it is full
   */
  #attempt(use) {
    try {
      return this.storage === undefined ? undefined : use(this.storage);
    } catch {
      return undefined;
    }
  }
}

function browserStorage() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined; // reading the property alone throws when site data is blocked
  }
}
