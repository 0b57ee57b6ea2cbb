/** A text as a file where the browser puts downloads. */

import { html } from "./markup.js";

/** A browser may begin to read the file a moment after the click. */
const KEEP_MS = 10_000;

/** @param {string} name @param {string} text @param {string} type */
export function saveFile(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  html("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
