/**
 * The last words of a page that is left: a draft that IndexedDB may have no time for. Written at once, and
 * taken up by the next page that owns the playground.
 */

const KEY = "fieldbook:playground-draft";

/** @param {Storage | undefined} storage @param {string} text */
export function leaveDraft(storage, text) {
  try {
    storage?.setItem(KEY, text);
  } catch {
    // No room: what was kept before stays.
  }
}

/** @param {Storage | undefined} storage @returns {string | null} */
export function takeDraft(storage) {
  const text = storage?.getItem(KEY) ?? null;
  if (text !== null) storage?.removeItem(KEY);
  return text;
}
