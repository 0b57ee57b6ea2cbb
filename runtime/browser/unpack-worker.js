/** Unpacks files beside the page, so that nobody who reads or types waits for it. */

import { Unpacking } from "./unpack.js";

/** @import { UnpackReply, UnpackRequest } from "./unpacker.js" */

/** @type {Map<number, Unpacking>} */
const files = new Map();
const tell = /** @type {(reply: UnpackReply, transfer?: Transferable[]) => void} */ (
  /** @type {any} */ (globalThis).postMessage.bind(globalThis)
);

globalThis.onmessage = (/** @type {MessageEvent<UnpackRequest>} */ { data }) => {
  try {
    if (data.kind === "begin") {
      files.set(data.file, new Unpacking(data.length));
      return;
    }
    const file = files.get(data.file);
    if (data.kind === "part") {
      file?.push(data.chunk);
      return;
    }
    files.delete(data.file);
    if (data.kind === "end" && file) {
      const bytes = file.end();
      tell({ file: data.file, bytes }, [bytes]);
    }
  } catch (error) {
    files.delete(data.file);
    tell({ file: data.file, error: error instanceof Error ? error.message : String(error) });
  }
};
