/** A trainer's room while the tab is open: kept over a reload, gone with the tab. */

/** @import { Kept } from "./teach-room.js" */

const KEY = "fieldbook:room";

export class RoomSession {
  /** Whether the browser keeps it over a reload. */
  isKept = true;

  /** @param {() => Storage} [storage] reading it throws where site data is blocked */
  constructor(storage = () => globalThis.sessionStorage) {
    this.storage = storage;
  }

  /** @returns {Kept[]} */
  load() {
    try {
      const found = JSON.parse(this.storage().getItem(KEY) ?? "[]");
      const isKept = (/** @type {any} */ one) =>
        typeof one?.raw === "string" && typeof one.from === "string";
      return Array.isArray(found) ? found.filter(isKept) : [];
    } catch {
      return []; // blocked, or not written by this page
    }
  }

  /** @param {Kept[]} kept nothing: the browser forgets it */
  save(kept) {
    try {
      if (kept.length === 0) this.storage().removeItem(KEY);
      else this.storage().setItem(KEY, JSON.stringify(kept));
      this.isKept = true;
    } catch {
      this.isKept = false; // blocked, or full
    }
  }
}

/** @param {Kept[]} kept @returns {string} a file that the page reads like any text with passports in it */
export function roomFile(kept) {
  return `${kept.map(({ raw }) => raw).join("\n\n")}\n`;
}
