/**
 * Where an interpreter's memory comes from and goes to.
 *
 * What Pyodide has for this is not documented, so all that knows of it is here, and whoever asks can
 * do without: an error means a start without a snapshot, or none for the next start.
 */

import createPyodideModule from "pyodide/pyodide.asm.mjs";
import { expand, shrink } from "./snapshot.js";

/**
 * @param {ArrayBuffer | null} snapshot to start from
 * @param {boolean} makesSnapshot
 * @returns options for loadPyodide, and what makes the snapshot once Python stands where the next
 *   one is to begin; nothing in it may hold a JavaScript object of this worker
 */
export function startMemory(snapshot, makesSnapshot) {
  const expanded = snapshot ? expand(snapshot) : null;
  /** @type {Uint8Array | undefined} */
  let fresh;
  const options = {
    createPyodideModule: (/** @type {any} */ settings) => {
      // After the module's own start, before Python's: the same point in every worker.
      settings.onRuntimeInitialized = () => {
        const memory = new Uint8Array(settings.HEAP8.buffer);
        if (makesSnapshot) fresh = memory.slice();
        expanded?.fill(memory);
      };
      return createPyodideModule(settings);
    },
    ...(expanded ? { _loadSnapshot: expanded.whole } : {}),
    ...(makesSnapshot ? { _makeSnapshot: true } : {}),
  };
  const make = (/** @type {any} */ python) => {
    try {
      python.runPython("import gc, worker_seam; gc.collect()");
      return shrink(python.makeMemorySnapshot(), /** @type {Uint8Array} */ (fresh));
    } catch (error) {
      console.warn("No snapshot of Python's memory:", String(error));
      return null;
    } finally {
      fresh = undefined;
    }
  };
  return { options, make };
}
