/** The page's side of the worker that unpacks: it lives while a file is on its way. */

/**
 * @typedef {{ kind: "begin", file: number, length: number }
 *   | { kind: "part", file: number, chunk: Uint8Array<ArrayBuffer> }
 *   | { kind: "end" | "drop", file: number }} UnpackRequest
 * @typedef {{ file: number, bytes?: ArrayBuffer, error?: string }} UnpackReply
 *
 * @typedef {object} Deferred
 * @property {Promise<ArrayBuffer>} promise
 * @property {(bytes: ArrayBuffer) => void} resolve
 * @property {(error: Error) => void} reject
 */

export class Unpacker {
  /** @type {Worker | undefined} */
  #worker;
  #last = 0;
  /** @type {Map<number, Deferred>} */
  #open = new Map();

  /** @param {() => Worker} startWorker */
  constructor(startWorker) {
    this.startWorker = startWorker;
  }

  /**
   * @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream
   * @param {object} options
   * @param {number} options.length of what comes out
   * @param {(received: number) => void} options.onReceived bytes of the stream so far
   * @returns {Promise<ArrayBuffer>}
   */
  async unpack(stream, { length, onReceived }) {
    this.#last += 1;
    const file = this.#last;
    const result = withResolvers();
    this.#open.set(file, result);
    result.promise.catch(() => {}); // it may fail while the stream is still read
    try {
      this.#tell({ kind: "begin", file, length });
      const reader = stream.getReader();
      let received = 0;
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        received += part.value.length;
        onReceived(received);
        this.#tell({ kind: "part", file, chunk: part.value }, [part.value.buffer]);
      }
      this.#tell({ kind: "end", file });
      return await result.promise;
    } catch (error) {
      this.#tell({ kind: "drop", file });
      throw error;
    } finally {
      this.#open.delete(file);
      if (this.#open.size === 0) this.#end();
    }
  }

  /** @param {UnpackRequest} request @param {Transferable[]} [transfer] */
  #tell(request, transfer = []) {
    if (!this.#worker) {
      this.#worker = this.startWorker();
      this.#worker.onmessage = (/** @type {MessageEvent<UnpackReply>} */ { data }) => {
        if (data.bytes) this.#open.get(data.file)?.resolve(data.bytes);
        else this.#open.get(data.file)?.reject(new Error(data.error));
      };
      this.#worker.onerror = (event) => {
        event.preventDefault();
        const error = new Error(event.message || "what unpacks it did not start");
        for (const one of this.#open.values()) one.reject(error);
      };
    }
    this.#worker.postMessage(request, transfer);
  }

  #end() {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}

/** Promise.withResolvers, which is younger than the browsers we support. @returns {Deferred} */
function withResolvers() {
  /** @type {any} */
  const parts = {};
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }));
  return parts;
}
