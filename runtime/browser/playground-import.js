/**
 * A file that `playground-file.js` wrote, read and looked into. One that cannot be read whole changes nothing; its
 * code does not run.
 */

import { FORMAT, FORMAT_VERSION } from "./playground-file.js";
import { fromBase64, LogBytes } from "./playground-log.js";
import { onlyFile, readFiles } from "./playground-modules.js";
import { count } from "./playground-words.js";

/** @import { PythonClient } from "./client.js" */
/** @import { KeptState } from "./playground-store.js" */

/** @typedef {Pick<KeptState, "files" | "draft" | "now" | "commits" | "seed" | "panes">} ReadState */

const CHARACTERS_MAX = 60_000_000;
const PANES_MAX = 20;

/** What is wrong with a file, as a sentence for the one who chose it. */
export class PlaygroundFileError extends Error {
  /** @override what tells it from other errors, where this module was fetched late */
  name = "PlaygroundFileError";
}

/**
 * @param {File} file
 * @param {Pick<PythonClient, "run">} client
 * @returns {Promise<{ question: string, state: ReadState, log: LogBytes }>} question: whether to take it
 * @throws {PlaygroundFileError}
 */
export async function lookInto(file, client) {
  const { state, log } = readPlaygroundFile(await file.text());
  const outcome = await client.run({
    kind: "workbench",
    ...{ op: "inspect", session: "", source: "", log: log.toBase64() },
  });
  /** @type {any} */
  const reply = outcome.kind === "reply" ? outcome.reply : { sentence: outcome.kind };
  if (reply.state !== "ready") {
    throw wrong(
      `${reply.sentence ?? reply.message ?? "The file cannot be read."} Nothing was changed.`,
    );
  }
  /** @type {{ count: number }[]} */
  const tables = reply.inspected.tables;
  const documents = tables.reduce((sum, table) => sum + table.count, 0);
  const code = state.draft ?? state.files;
  const lines = code.reduce((sum, { text }) => sum + text.split("\n").length, 0);
  const question =
    `${file.name} has ${count(lines, "line")} of code in ${count(code.length, "file")}, and ` +
    `${count(documents, "document")} in ${count(tables.length, "table")}. It takes the place of all that is here. ` +
    "Its code does not run before you push it.";
  return { question, state, log };
}

/**
 * @param {string} text
 * @returns {{ state: ReadState, log: LogBytes }}
 * @throws {PlaygroundFileError}
 */
export function readPlaygroundFile(text) {
  if (text.length > CHARACTERS_MAX) throw wrong("The file is too large to be one of ours.");
  /** @type {any} */
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    throw wrong("The file is damaged or of another kind: it is not JSON to its end.");
  }
  if (typeof file !== "object" || file === null || file.format !== FORMAT) {
    throw wrong("This file was not written by the playground of this site.");
  }
  if (!Number.isInteger(file.formatVersion) || file.formatVersion > FORMAT_VERSION) {
    throw wrong(
      `A newer version of this site wrote this file (format ${file.formatVersion}; this page reads ` +
        `${FORMAT_VERSION}). Reload this page for the newest version, then import it again.`,
    );
  }
  const { files, draft } = readCode(file);
  const { now, commits, seed, panes } = file;
  for (const [name, value] of Object.entries({ now, commits, seed })) {
    if (!Number.isSafeInteger(value) || value < 0) throw damaged(name);
  }
  if (!Array.isArray(panes) || panes.length > PANES_MAX) throw damaged("the live queries");
  const checked = panes.map((pane, at) => {
    const { path, args, as } = pane ?? {};
    if ([path, args, as].some((text) => typeof text !== "string")) {
      throw damaged(`live query ${at + 1}`);
    }
    return { id: String(at + 1), path, args, as };
  });
  const log = readLog(file.log, file.logBytes);
  return { state: { files, draft, now, commits, seed, panes: checked }, log };
}

/** What was pushed, and what was not pushed yet. @param {any} file */
function readCode(file) {
  const isFirst = file.formatVersion === 1;
  const texts = [file.source, file.draft ?? ""];
  if (isFirst && texts.some((text) => typeof text !== "string")) throw damaged("the code");
  const files = readFiles(isFirst ? onlyFile(file.source) : file.files);
  const draft = file.draft === null ? [] : readFiles(isFirst ? onlyFile(file.draft) : file.draft);
  if (!files || !draft) throw damaged("the code");
  return { files, draft: file.draft === null ? null : draft };
}

/** @param {unknown} text @param {unknown} length */
function readLog(text, length) {
  if (typeof text !== "string") throw damaged("the data");
  let bytes;
  try {
    bytes = fromBase64(text);
  } catch {
    throw damaged("the data");
  }
  if (bytes.length !== length) throw damaged("the data, of which a part is missing");
  return new LogBytes([{ from: 0, bytes }]);
}

/** @param {string} what */
function damaged(what) {
  return wrong(`The file is damaged: ${what} cannot be read. Nothing was changed.`);
}

/** @param {string} sentence */
function wrong(sentence) {
  return new PlaygroundFileError(sentence);
}
