/**
 * A playground as one file; `playground-import.js` reads it.
 *
 *     { "format": "convex-fieldbook-playground", "formatVersion": 2, "exportedAt": "2026-…",
 *       "files": [{ "name": "app", "text": "…" }], "draft": null, "now": …, "commits": …, "seed": …,
 *       "panes": […], "log": base64, "logBytes": 1234 }
 *
 * Version 1 had one file, as a text "source".
 */

/** @import { LogBytes } from "./playground-log.js" */
/** @import { KeptState } from "./playground-store.js" */

export const FORMAT = "convex-fieldbook-playground";
export const FORMAT_VERSION = 2;

/** @param {KeptState} state @param {LogBytes} log @param {Date} at */
export function writePlaygroundFile(state, log, at) {
  const { files, draft, now, commits, seed, panes } = state;
  const content = { files, draft, now, commits, seed, panes };
  const head = { format: FORMAT, formatVersion: FORMAT_VERSION, exportedAt: at.toISOString() };
  const body = { ...head, ...content, logBytes: log.length, log: log.toBase64() };
  return `${JSON.stringify(body, null, 1)}\n`;
}
