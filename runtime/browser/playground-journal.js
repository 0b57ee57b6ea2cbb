/**
 * The last words of a page that is left: a draft that IndexedDB may have no time for. Written at once, and
 * taken up by the next page that owns the playground.
 */

import { onlyFile, readFiles } from "./playground-modules.js";

/** @import { CodeFile } from "./playground-modules.js" */

const KEY = "fieldbook:playground-draft";

/** @param {Storage | undefined} storage @param {CodeFile[]} files */
export function leaveDraft(storage, files) {
  try {
    storage?.setItem(KEY, JSON.stringify(files));
  } catch {
    // No room: what was kept before stays.
  }
}

/** @param {Storage | undefined} storage @returns {CodeFile[] | null} */
export function takeDraft(storage) {
  const text = storage?.getItem(KEY) ?? null;
  if (text === null) return null;
  storage?.removeItem(KEY);
  try {
    return readFiles(JSON.parse(text));
  } catch {
    return onlyFile(text); // left by a version that had one file
  }
}
